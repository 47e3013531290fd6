"""Prints, one line a mail, what dkimpy thinks of each of its signatures. Keys: lines of "name record"."""
import sys
import dkim

keys = dict(line.rstrip("\n").split(" ", 1) for line in open(sys.argv[1]))


def dns(name, timeout=5):
    return keys.get(name.decode().rstrip(".") if isinstance(name, bytes) else name.rstrip("."), "").encode() or None


for file in sys.argv[2:]:
    mail = open(file, "rb").read()
    verdicts = []
    for index in range(mail.count(b"DKIM-Signature: ")):
        try:
            verdicts.append(str(dkim.DKIM(mail).verify(idx=index, dnsfunc=dns)))
        except dkim.DKIMException as refusal:
            verdicts.append("False")
    print(" ".join(verdicts))
