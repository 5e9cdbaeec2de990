#!/usr/bin/env python3
"""Checks every vector file in this directory, using nothing but Python's standard library.

An implementation of docs/event-id.md and docs/carrier.md that shares no code with Tallyspan: run it to check the
vectors, or read it to write the same in another language. Exits with 1 if anything differs.
"""
import base64
import hashlib
import hmac
import json
import pathlib
import sys
import urllib.parse
import uuid
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "tallyspan.io")
SKEW, LIFETIME, MAX_CARRIER = 60, 300, 4096


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def event_id(fields):
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(fields)))


def fingerprint(vector):
    if vector["kind"] == "wrapper":
        return "w:" + sha256(vector["canonicalForm"].encode())
    if "partsBase64" in vector:
        parts = [base64.b64decode(part) for part in vector["partsBase64"]]
        body = sha256(b"".join(hashlib.sha256(part).digest() for part in parts))
    else:
        body = sha256(base64.b64decode(vector["bodyBase64"]))
    assert body == vector["bodySha256"], "body hash"
    return sha256(f"{vector['method']}\n{vector['url']}\n{body}".encode())


def encoded(text):
    return urllib.parse.quote(text, safe="")


def exact(quantity):
    text = format(Decimal(quantity), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantities(usage):
    pairs = sorted((encoded(unit), exact(quantity)) for unit, quantity in usage.items())
    return "".join(f"{unit}={quantity}\n" for unit, quantity in pairs)


def billing_form(record):
    form = "billing 1\n"
    form += f"model {encoded(record['model'])}\n" if "model" in record else ""
    form += f"tier {encoded(record['tier'])}\n" if "tier" in record else ""
    lines = record.get("lines", [])
    if len(lines) < 2:
        return form + "total\n" + quantities(record["usage"])
    for line in sorted(lines, key=lambda line: line["line"]):
        model = " " + encoded(line["model"]) if "model" in line else ""
        form += f"line {line['line']} {encoded(line['type'])}{model}\n" + quantities(line["usage"])
    return form


class Rejected(Exception):
    pass


def require(condition, reason):
    if not condition:
        raise Rejected(reason)


def decode(text):
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Rejected("malformed") from None
    require(base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text, "malformed")
    return data


def depth(value):
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if children is None else 1 + max(map(depth, children), default=0)


def json_object(data):
    def once(pairs):
        require(len(dict(pairs)) == len(pairs), "malformed")
        return dict(pairs)

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=once)
    except ValueError:
        raise Rejected("malformed") from None
    require(isinstance(value, dict) and depth(value) <= 8, "malformed")
    strings = ("alg", "kid", "run", "cust", "feat", "step")
    require(all(isinstance(value[name], str) for name in strings if name in value), "malformed")
    for name in ("iat", "exp", "nbf"):
        if name in value:
            date = value[name]
            require(isinstance(date, (int, float)) and not isinstance(date, bool), "malformed")
            require(0 <= date <= 253402300799, "malformed")
            value[name] = int(date)
    return value


def verify(carrier, secrets, now, audience):
    require(len(carrier) <= MAX_CARRIER, "too_large")
    segments = carrier.split(".")
    require(len(segments) == 3 and segments[0], "malformed")
    header = json_object(decode(segments[0]))
    payload, signature = decode(segments[1]), decode(segments[2])
    require(header.get("alg") == "HS256", "algorithm")
    require("crit" not in header, "critical")
    require(header.get("kid") in secrets, "unknown_key")
    secret = secrets[header["kid"]].encode()
    expected = hmac.new(secret, f"{segments[0]}.{segments[1]}".encode(), hashlib.sha256).digest()
    require(hmac.compare_digest(expected, signature), "signature")
    claims = json_object(payload)
    require(claims.get("run") and "iat" in claims and "exp" in claims, "malformed")
    require(0 < claims["exp"] - claims["iat"] <= LIFETIME, "lifetime")
    require(max(claims["iat"], claims.get("nbf", 0)) <= now + SKEW, "not_yet_valid")
    require(now < claims["exp"] + SKEW, "expired")
    if "aud" in claims:
        named = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        require(audience is not None and audience in named, "audience")
        claims["aud"] = audience
    return {name: claims[name] for name in ("run", "cust", "feat", "step", "aud", "iat", "exp") if name in claims}


def carrier_result(vector):
    try:
        return "trusted", verify(vector["carrier"], vector["secrets"], vector["now"], vector["audience"])
    except Rejected as rejected:
        return str(rejected), None


CHECKS = {
    "event-id-vectors.jsonl": lambda v: event_id(v["fields"]) == v["id"],
    "fingerprint-vectors.jsonl": lambda v: fingerprint(v) == v["fingerprint"],
    "billing-digest-vectors.jsonl": lambda v: billing_form(v) == v["canonicalForm"]
    and sha256(v["canonicalForm"].encode()) == v["digest"],
    "carrier-vectors.jsonl": lambda v: carrier_result(v) == (v["result"], v.get("claims")),
}


def main():
    failed = 0
    for name, check in CHECKS.items():
        vectors = [json.loads(line) for line in (HERE / name).read_text("utf-8").split("\n") if line]
        wrong = [vector["name"] for vector in vectors if not check(vector)]
        failed += len(wrong)
        print(f"{name}: {len(vectors) - len(wrong)} of {len(vectors)} hold")
        for vector in wrong:
            print(f"  WRONG: {vector}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
