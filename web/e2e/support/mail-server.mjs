// A mail server for tests: STARTTLS and a password are asked for, what arrives is told on standard output, a line of
// JSON each; the first line is the port. tempfail@… is told to come back, reject@… that nobody has that address.
import fs from "node:fs";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const [, , certificate, key] = process.argv;
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const refuse = (responseCode, words) => Object.assign(new Error(words), { responseCode });

const server = new SMTPServer({
  cert: fs.readFileSync(certificate),
  key: fs.readFileSync(key),
  authMethods: ["PLAIN", "LOGIN"],
  onAuth({ username, password }, _session, done) {
    if (username === "tickets" && password === "a good password") return done(null, { user: username });
    done(refuse(535, "bad credentials"));
  },
  onRcptTo({ address }, _session, done) {
    if (address.startsWith("tempfail@")) return done(refuse(451, "come back later"));
    if (address.startsWith("reject@")) return done(refuse(550, "no such user"));
    done();
  },
  async onData(stream, session, done) {
    const { subject, text, html, attachments, messageId, from, to } = await simpleParser(stream);
    tell({
      user: session.user,
      secure: session.secure,
      tls: session.tlsOptions?.version,
      to: to.text,
      from: from.text,
      messageId,
      subject,
      text,
      html,
      attachments: attachments.map(({ filename, contentType, content }) => ({
        filename,
        type: contentType,
        start: content.subarray(0, 15).toString("latin1"),
      })),
    });
    done();
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => tell({ port: server.server.address().port }));
// It ends with the test that started it.
process.stdin.on("end", () => process.exit()).resume();
