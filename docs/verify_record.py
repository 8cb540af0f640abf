#!/usr/bin/env python3
"""Verify a chronology that was exported from Leeward, without Leeward.

    python3 verify_record.py FOLDER [--key KEY] [--checkpoint FILE ...] [--chain-only] [--json]

FOLDER holds chain.jsonl, checkpoint.txt, checkpoint-key.txt, inclusion.json and, where older checkpoints were asked
about, growth.json. With --chain-only nothing but chain.jsonl is looked at, and less is shown.
KEY is the checkpoint key as it was kept elsewhere: the text itself or a file with it. Without it the key in the folder
is taken, and what is found says so. FILE is a checkpoint that was kept elsewhere: an older one, from which the tree of
checkpoint.txt must have grown, or the same one.

It ends with 0 where everything holds, 1 where something does not, 2 where something could not be read. What it
checks, byte by byte, is written in record-format.md. It needs Python 3.8 or newer and nothing else: it shares no code
with Leeward, opens no seal and needs no secret.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import sys

SORTS = ("case", "person", "setting", "access")


class Unreadable(Exception):
    """Something that cannot be read at all: not a verdict on the record."""


class Wrong(Exception):
    """Something that does not hold."""


# --- Reading -------------------------------------------------------------------------------------------------------


def read_text(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8")
    except OSError as error:
        raise Unreadable("cannot read %s: %s" % (path, error.strerror))
    except UnicodeDecodeError:
        raise Unreadable("%s is not UTF-8 text" % path)


def no_repeats(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("%s stands there twice" % name)
        found[name] = value
    return found


def read_json(text, what):
    try:
        value = json.loads(text, object_pairs_hook=no_repeats)
    except ValueError as error:
        raise Unreadable("%s is not JSON: %s" % (what, error))
    if not isinstance(value, dict):
        raise Unreadable("%s is not an object of JSON" % what)
    return value


def a_number(holder, name, what):
    value = holder.get(name)
    if type(value) is not int:
        raise Unreadable("%s: %s is not a whole number" % (what, name))
    return value


def a_text(holder, name, what):
    value = holder.get(name)
    if not isinstance(value, str):
        raise Unreadable("%s: %s is not text" % (what, name))
    return value


def from_hex(text, length, what):
    if not isinstance(text, str) or len(text) != 2 * length or text != text.lower():
        raise Unreadable("%s is not %d bytes in hexadecimal" % (what, length))
    try:
        return binascii.unhexlify(text)
    except ValueError:
        raise Unreadable("%s is not hexadecimal" % what)


def from_base64(text, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Unreadable("%s is not base64" % what)
    if base64.b64encode(raw).decode("ascii") != text:
        raise Unreadable("%s is not base64 in its one form" % what)
    return raw


# --- Ed25519, RFC 8032, section 5.1 --------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
NEUTRAL = (0, 1, 1, 0)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * D * one[3] * other[3] % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    sum_so_far = NEUTRAL
    while number > 0:
        if number & 1:
            sum_so_far = add(sum_so_far, point)
        point = add(point, point)
        number >>= 1
    return sum_so_far


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def x_of(y, odd):
    """The x that belongs to y, or None where none does."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x % 2 != odd else x


def point_of(raw):
    """The point that 32 bytes say, or None. Only the one form of a point is taken."""
    number = int.from_bytes(raw, "little")
    y, odd = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        return None
    x = x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public, message, signature):
    """Whether an Ed25519 signature is that of this public key over this message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, at = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or at is None or s >= L:
        return False
    # A key or point of small order would let one signature stand for many texts.
    if same(times(8, key), NEUTRAL) or same(times(8, at), NEUTRAL):
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(hashed, "little") % L
    return same(times(s, BASE), add(at, times(k, key)))


# --- The signed note and the checkpoint in it ----------------------------------------------------------------------

ED25519 = b"\x01"
SIGNED = "\u2014 "


class Key:
    """A checkpoint key as it is handed on: name+id+key."""

    def __init__(self, text):
        parts = text.strip().split("+", 2)
        if len(parts) != 3 or not fits_name(parts[0]):
            raise Unreadable("this is not a checkpoint key: %s" % text.strip())
        self.name = parts[0]
        raw = from_base64(parts[2], "the checkpoint key")
        if raw[:1] != ED25519 or len(raw) != 33:
            raise Unreadable("the checkpoint key is not one of Ed25519")
        self.public = raw[1:]
        named = self.name.encode("utf-8") + b"\n" + ED25519 + self.public
        self.id = hashlib.sha256(named).digest()[:4]
        if binascii.hexlify(self.id).decode("ascii") != parts[1]:
            raise Unreadable("the checkpoint key does not fit its own id: it was not copied whole")
        self.text = text.strip()


def fits_name(name):
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


class Checkpoint:
    """A checkpoint in a signed note."""

    def __init__(self, note, what):
        self.what = what
        if any(ord(letter) < 32 and letter != "\n" for letter in note):
            raise Unreadable("%s is not a signed note" % what)
        gap = note.rfind("\n\n")
        if gap < 0 or not note.endswith("\n"):
            raise Unreadable("%s is not a signed note: it has no signature under it" % what)
        self.text, under = note[: gap + 1], note[gap + 2 : -1].split("\n")
        self.signatures = []
        for line in under:
            parts = line[len(SIGNED) :].split(" ")
            if not line.startswith(SIGNED) or len(parts) != 2 or not fits_name(parts[0]):
                raise Unreadable("%s is not a signed note: %r is no signature" % (what, line))
            self.signatures.append((parts[0], from_base64(parts[1], "a signature of %s" % what)))
        lines = self.text[:-1].split("\n")
        if len(lines) < 3 or not all(lines) or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
            raise Unreadable("%s is not a checkpoint" % what)
        self.origin, self.size = lines[0], int(lines[1])
        self.root = from_base64(lines[2], "the root of %s" % what)
        if len(self.root) != 32:
            raise Unreadable("the root of %s is not 32 bytes" % what)
        self.made = next((line[5:] for line in lines[3:] if line.startswith("time ")), None)

    def told(self):
        return "%d heads%s" % (self.size, ", made %s" % self.made if self.made else "")

    def check_signed(self, key):
        if self.origin != key.name:
            raise Wrong("%s is of other records (%s) than the key (%s)" % (self.what, self.origin, key.name))
        message = self.text.encode("utf-8")
        for name, raw in self.signatures:
            if name == key.name and raw[:4] == key.id and is_signed(key.public, message, raw[4:]):
                return
        raise Wrong("%s was not signed with the checkpoint key: it was changed, or another hand made it" % self.what)


# --- The chain -----------------------------------------------------------------------------------------------------


def entry_hash(place, seq, recorded_at, sealed, prev):
    """SHA-256 over every field, each preceded by its length as eight big-endian bytes."""
    hasher = hashlib.sha256()
    fields = (
        b"leeward entry 1",
        place["setting"],
        place["sort"].encode("ascii"),
        place["id"],
        seq.to_bytes(8, "big"),
        recorded_at.to_bytes(8, "big", signed=True),
        sealed,
        prev,
    )
    for field in fields:
        hasher.update(len(field).to_bytes(8, "big"))
        hasher.update(field)
    return hasher.digest()


def read_chain(path):
    """What the chain is of, and each entry in turn. Holds one line at a time."""
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    raise Wrong("line %d of chain.jsonl is cut off" % number)
                try:
                    line = raw.decode("utf-8")
                except UnicodeDecodeError:
                    raise Unreadable("line %d of chain.jsonl is not UTF-8 text" % number)
                yield number, read_json(line, "line %d of chain.jsonl" % number)
    except OSError as error:
        raise Unreadable("cannot read %s: %s" % (path, error.strerror))


def check_chain(path, watched):
    """Checks the chain and gives what it is of, how many entries it has, and the hashes at the numbers watched."""
    lines = read_chain(path)
    _, first = next(lines, (0, None))
    if first is None or first.get("format") != "leeward chain 1":
        raise Unreadable("chain.jsonl does not begin with a line that says what it is of")
    place = {
        "setting": from_hex(first.get("setting"), 16, "the setting"),
        "sort": a_text(first, "sort", "the first line of chain.jsonl"),
        "id": from_hex(first.get("id"), 16, "the id"),
    }
    if place["sort"] not in SORTS:
        raise Unreadable("there is no such sort of chronology: %s" % place["sort"])
    expected, prev, found = 1, bytes(32), {}
    for number, line in lines:
        what = "line %d of chain.jsonl" % number
        seq, at = a_number(line, "seq", what), a_number(line, "recorded_at", what)
        sealed = from_base64(a_text(line, "sealed", what), "what is sealed in %s" % what)
        leans_on = from_hex(line.get("prev"), 32, "prev in %s" % what)
        said = from_hex(line.get("hash"), 32, "hash in %s" % what)
        if seq != expected:
            raise Wrong("entry %d is missing, or not in its place: entry %d stands there" % (expected, seq))
        if leans_on != prev:
            raise Wrong("entry %d does not follow from the entry before it" % seq)
        if not -(2**63) <= at < 2**63 or entry_hash(place, seq, at, sealed, prev) != said:
            raise Wrong("entry %d is not as it was recorded" % seq)
        if seq in watched:
            found[seq] = said
        expected, prev = seq + 1, said
    return place, expected - 1, prev, found


# --- The tree over heads, RFC 6962, section 2.1 --------------------------------------------------------------------


def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def over(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_inclusion(leaf, index, size, proof):
    """The root that a proof of inclusion leads to, or None where it is not as long as it should be."""
    if not 0 <= index < size:
        return None
    node, last, running = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            running = over(step, running)
            while node & 1 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            running = over(running, step)
        node, last = node >> 1, last >> 1
    return running if last == 0 else None


def grew(old_size, old_root, new_size, new_root, proof):
    """Whether a proof shows that the tree of one root grew into that of another."""
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size:
        return False
    proof = list(proof)
    if old_size & (old_size - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = over(step, old), over(step, new)
            while node & 1 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            new = over(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def read_proof(holder, what):
    steps = holder.get("proof")
    if not isinstance(steps, list):
        raise Unreadable("%s: proof is not a list" % what)
    return [from_hex(step, 32, "a hash of the proof in %s" % what) for step in steps]


def read_statement(line):
    """What a leaf states: setting, sort, id, number of the entry, its hash."""
    parts = line.split(" ")
    if len(parts) != 8 or parts[:3] != ["leeward", "head", "1"] or parts[4] not in SORTS:
        raise Unreadable("this leaf is not a statement of a head: %r" % line)
    if not parts[6].isdecimal() or str(int(parts[6])) != parts[6]:
        raise Unreadable("this leaf has no number of an entry: %r" % line)
    return {
        "setting": from_hex(parts[3], 16, "the setting of the leaf"),
        "sort": parts[4],
        "id": from_hex(parts[5], 16, "the id of the leaf"),
        "seq": int(parts[6]),
        "hash": from_hex(parts[7], 32, "the hash of the leaf"),
    }


# --- Everything together -------------------------------------------------------------------------------------------


def verify(folder, key_given, kept, chain_only):
    """Checks everything there is. Gives what was found, in sentences; raises Wrong at the first thing that is not so."""
    found, notes = [], []
    inclusion_file = os.path.join(folder, "inclusion.json")
    inclusion = None
    if os.path.exists(inclusion_file) and not chain_only:
        inclusion = read_json(read_text(inclusion_file), "inclusion.json")
        if inclusion.get("format") != "leeward inclusion 1":
            raise Unreadable("inclusion.json is of a format this program does not know")
    stated = read_statement(a_text(inclusion, "leaf", "inclusion.json")) if inclusion else None

    place, entries, head, seen = check_chain(os.path.join(folder, "chain.jsonl"), {stated["seq"]} if stated else set())
    found.append("The chain holds: %d entries, each as it was recorded and following from the one before." % entries)
    found.append("Its last entry has the hash %s." % binascii.hexlify(head).decode("ascii"))

    if chain_only:
        notes.append("Only the chain was looked at: that nothing was cut off or rewritten whole is not shown.")
        return found, notes
    if stated is None:
        raise Wrong(
            "nothing shows that a checkpoint covers this chronology: inclusion.json is missing. Have it exported again "
            "after a checkpoint was made"
        )

    checkpoint = Checkpoint(read_text(os.path.join(folder, "checkpoint.txt")), "checkpoint.txt")
    if key_given is None:
        key = Key(read_text(os.path.join(folder, "checkpoint-key.txt")))
        notes.append(
            "The checkpoint key came with the record: whoever could change the one could change the other. "
            "Give the key that was kept elsewhere with --key."
        )
    else:
        key = Key(read_text(key_given) if os.path.exists(key_given) else key_given)
    checkpoint.check_signed(key)
    found.append("The checkpoint (%s) was signed with the key %s." % (checkpoint.told(), key.text))

    if any(stated[part] != place[part] for part in ("setting", "sort", "id")):
        raise Wrong("the proof is of another chronology")
    if a_number(inclusion, "size", "inclusion.json") != checkpoint.size:
        raise Wrong("the proof is of another checkpoint")
    leaf = leaf_hash(inclusion["leaf"].encode("utf-8"))
    index = a_number(inclusion, "index", "inclusion.json")
    root = root_from_inclusion(leaf, index, checkpoint.size, read_proof(inclusion, "inclusion.json"))
    if root != checkpoint.root:
        raise Wrong("the proof does not lead to the root of the checkpoint: the head is not in the tree")
    if stated["seq"] > entries:
        raise Wrong(
            "entry %d was written and is missing, with any after it: the checkpoint states it" % (entries + 1)
        )
    if seen.get(stated["seq"]) != stated["hash"]:
        raise Wrong(
            "the chain was written anew: entry %d is not the one that the checkpoint states" % stated["seq"]
        )
    found.append("The checkpoint covers entries 1 to %d of this chronology." % stated["seq"])
    if stated["seq"] < entries:
        notes.append(
            "Entries %d to %d were recorded since, and no checkpoint covers them." % (stated["seq"] + 1, entries)
        )
    check_kept(folder, key, checkpoint, kept, found)
    if not kept:
        notes.append(
            "No checkpoint that was kept elsewhere was given: what somebody with every key rewrote does not show. "
            "Give one with --checkpoint."
        )
    return found, notes


def check_kept(folder, key, checkpoint, kept, found):
    """Checks the checkpoints that were kept elsewhere against the one of the record."""
    growth_file = os.path.join(folder, "growth.json")
    proofs = []
    if os.path.exists(growth_file):
        growth = read_json(read_text(growth_file), "growth.json")
        if growth.get("format") != "leeward growth 1" or not isinstance(growth.get("proofs"), list):
            raise Unreadable("growth.json is of a format this program does not know")
        proofs = growth["proofs"]
    for name in kept:
        older = Checkpoint(read_text(name), name)
        older.check_signed(key)
        if older.size > checkpoint.size:
            raise Wrong("%s is of more heads than the checkpoint of the record: the record is older, or was put back" % name)
        if older.size == checkpoint.size:
            if older.root != checkpoint.root:
                raise Wrong("%s and the checkpoint of the record are of the same size and differ: history was rewritten" % name)
        else:
            fitting = [
                read_proof(it, "growth.json")
                for it in proofs
                if isinstance(it, dict) and it.get("from") == older.size and it.get("to") == checkpoint.size
            ]
            if not fitting:
                raise Unreadable(
                    "growth.json has no proof from %s (%d heads); have the record exported again with that checkpoint"
                    % (name, older.size)
                )
            if not any(grew(older.size, older.root, checkpoint.size, checkpoint.root, proof) for proof in fitting):
                raise Wrong("the checkpoint of the record did not grow out of %s: history was rewritten, or the proof was changed" % name)
        found.append("The checkpoint of the record agrees with %s (%s)." % (name, older.told()))


def main():
    reader = argparse.ArgumentParser(description="Verify a chronology that was exported from Leeward, without Leeward.")
    reader.add_argument("folder", help="the folder with chain.jsonl and what came with it")
    reader.add_argument("--key", help="the checkpoint key as it was kept elsewhere: the text, or a file with it")
    reader.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere")
    reader.add_argument("--chain-only", action="store_true", help="look at nothing but the chain")
    reader.add_argument("--json", action="store_true", help="answer a program")
    asked = reader.parse_args()
    holds, wrong, code = True, None, 0
    found, notes = [], []
    try:
        found, notes = verify(asked.folder, asked.key, asked.checkpoint, asked.chain_only)
    except Wrong as error:
        holds, wrong, code = False, str(error), 1
    except Unreadable as error:
        holds, wrong, code = False, str(error), 2
    if asked.json:
        print(json.dumps({"holds": holds, "wrong": wrong, "found": found, "notes": notes}))
    else:
        for sentence in found:
            print(sentence)
        for sentence in notes:
            print("Note: " + sentence)
        if wrong is None:
            print("Everything that was given holds.")
        elif code == 1:
            print("IT DOES NOT HOLD: %s. Keep every copy as it is." % wrong)
        else:
            print("It could not be verified: %s." % wrong)
    return code


if __name__ == "__main__":
    sys.exit(main())
