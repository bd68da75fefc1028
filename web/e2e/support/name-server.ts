import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** A name server that knows TXT records, where the server under test asks for them (RFC 1035). */
export class NameServer {
  private readonly records = new Map<string, string>();
  private readonly socket: Socket = createSocket("udp4");

  static async start(port: number): Promise<NameServer> {
    const server = new NameServer();
    server.socket.on("message", (question, asker) => {
      server.socket.send(server.answer(question), asker.port, asker.address);
    });
    server.socket.bind(port, "127.0.0.1");
    await once(server.socket, "listening");
    return server;
  }

  set(name: string, text: string): void {
    this.records.set(name, text);
  }

  stop(): void {
    this.socket.close();
  }

  private answer(question: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    while (question[at]) {
      const length = question[at] ?? 0;
      labels.push(question.toString("latin1", at + 1, at + 1 + length).toLowerCase());
      at += length + 1;
    }
    const text = this.records.get(labels.join("."));
    // The id, an authoritative answer (or no such name), one question, so many answers.
    const head = Buffer.from([...question.subarray(0, 2), 0x85, text ? 0x80 : 0x83, 0, 1, 0, text ? 1 : 0, 0, 0, 0, 0]);
    const asked = question.subarray(12, at + 5);
    if (!text) return Buffer.concat([head, asked]);
    const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, text.length + 1, text.length]);
    return Buffer.concat([head, asked, fixed, Buffer.from(text, "latin1")]);
  }
}
