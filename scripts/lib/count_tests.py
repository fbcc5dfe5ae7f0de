"""Counts what ran: the closing lines of doctest and of TAP in CTest's log, and each other test program as one test."""
import re
import sys

log = open(sys.argv[2], encoding="utf-8", errors="replace").read()
passed = failed = 0
for part in re.split(r"^\d+/\d+ Testing: ", log, flags=re.M)[1:]:
    name = part.splitlines()[0]
    case = re.search(r"\[doctest\] test cases:\s+(\d+) \|\s+(\d+) passed \|\s+(\d+) failed", part)
    good = re.search(r"^Test Passed\.", part, flags=re.M)
    tap = {word: int(n) for word, n in re.findall(r"^# (pass|fail|cancelled) (\d+)$", part, flags=re.M)}
    if case or tap:
        ok, not_ok = (int(case[2]), int(case[3])) if case else (tap.get("pass", 0), tap.get("fail", 0) + tap.get("cancelled", 0))
        passed += ok
        failed += not_ok
        if not good and not_ok == 0:
            failed += 1
    elif good:
        passed += 1
    else:
        failed += 1
        print(f"failed: {name}")
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
