"""Prints, one line of name:base64 pairs a file, what Python's parser reads in a mail, and every defect it finds."""
import base64
import email
import sys
from email import policy

for file in sys.argv[1:]:
    mail = email.message_from_binary_file(open(file, "rb"), policy=policy.default)
    parts = list(mail.walk())
    defects = [str(defect) for part in parts for defect in part.defects]
    defects += [str(defect) for part in parts for value in part.values() for defect in getattr(value, "defects", ())]
    fields = {
        "defects": "; ".join(defects),
        "subject": str(mail["subject"]),
        "name": mail["from"].addresses[0].display_name,
        "from": mail["from"].addresses[0].addr_spec,
        "to": str(mail["to"]),
        "date": mail["date"].datetime.isoformat(),
        "messageId": str(mail["message-id"]),
        "text": mail.get_body(("plain",)).get_content(),
        "html": mail.get_body(("html",)).get_content(),
    }
    print(" ".join(name + ":" + base64.b64encode(value.encode()).decode() for name, value in fields.items()))
