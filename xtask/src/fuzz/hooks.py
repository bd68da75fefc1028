"""Who asks, for schemathesis: the owner of the demo, with one session that nothing ends; where sessions, passwords and
second factors are changed or people come and go, somebody who just signed up."""

import itertools
import os
import time

import requests
import schemathesis

BASE = os.environ["TESSERA_FUZZ_URL"]
PERSONAL = ("/api/v1/auth/", "/api/v1/me", "/api/v1/invitations/")
NUMBERS = itertools.count(1)


class Visitor:
    """A session and the token against forged requests."""

    def __init__(self, path, body):
        answer = requests.post(BASE + path, json=body, timeout=30)
        answer.raise_for_status()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in answer.cookies)
        self.headers = {"cookie": cookies, "x-csrf-token": answer.json()["csrf_token"]}
        self.seen = time.monotonic()

    def is_here(self):
        """Looks at most once a second whether the session is still there."""
        if time.monotonic() - self.seen > 1:
            if requests.get(f"{BASE}/api/v1/me", headers=self.headers, timeout=30).status_code != 200:
                return False
            self.seen = time.monotonic()
        return True


def owner():
    login = {"email": os.environ["TESSERA_FUZZ_EMAIL"], "password": os.environ["TESSERA_FUZZ_PASSWORD"]}
    return Visitor("/api/v1/auth/sign-in", login)


def newcomer():
    number = next(NUMBERS)
    person = {"name": "Noa", "email": f"noa-{number}@fuzz.example", "password": f"a tram in the rain {number}"}
    return Visitor("/api/v1/auth/sign-up", person)


@schemathesis.auth(refresh_interval=None)
class Session:
    def __init__(self):
        self.visitors = {}

    def get(self, case, ctx):
        enter = newcomer if case.operation.path.startswith(PERSONAL) else owner
        visitor = self.visitors.get(enter)
        if visitor is None or not visitor.is_here():
            visitor = self.visitors[enter] = enter()
        return visitor

    def set(self, case, visitor, ctx):
        case.headers = {**(case.headers or {}), **visitor.headers}
