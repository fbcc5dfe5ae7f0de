"""Pictures of the web client's screens, made by its own tests (client-web/tests/e2e/screens.test.ts) and brought into docs/web."""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

root = Path(__file__).resolve().parent.parent.parent
folder = root / "docs/web"
most_bytes = 4_200_000
# On top of each screen on a desk in light, and on a phone in the dark.
further = ["room-desktop-light-ar", "people-desktop-light-ar", "thread-phone-light-ar", "desk-applications-phone-dark-ar",
           "missed-desktop-light-fr", "desk-member-desktop-dark-fr", "threads-phone-light-fr"]


def run(*words, **environment):
    subprocess.run([str(word) for word in words], cwd=root, check=True, env={**os.environ, **environment})


def shrink(picture, into):
    """Few colours, well packed: a screen has not many."""
    few = picture.with_suffix(".few.png")
    run("pngquant", "--strip", "--nofs", "--speed", "1", "--output", few, "24", picture)
    subprocess.run(["zopflipng", "-y", few, into], check=True, stdout=subprocess.DEVNULL)


def draw_web(programs):
    run("bash", "-c", '. scripts/lib/packages.sh && need_node && need_packages "${web_test_packages[@]}" "${web_picture_packages[@]}"')
    run("scripts/web")
    with tempfile.TemporaryDirectory(prefix="standpipe-web-pictures-") as made:
        print("web: visiting every screen takes some minutes")
        run("node", "client-web/tools/test.mjs", "e2e", "screens", STANDPIPE_SCREENSHOTS=made,
            STANDPIPED=str(Path(programs).resolve() / "standpiped"))
        names = sorted(one.stem for one in Path(made).glob("*.png"))
        chosen = [one for one in names if one.endswith(("-desktop-light", "-phone-dark")) or one in further]
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda name: shrink(Path(made) / f"{name}.png", folder / f"{name}.png"), chosen))
    size = sum(one.stat().st_size for one in folder.glob("*.png"))
    print(f"docs/web: {len(chosen)} pictures, {size} bytes")
    shown = set(re.findall(r"\(web/([\w-]+)\.png\)", (root / "docs/WEB.md").read_text(encoding="utf-8")))
    for name in sorted(shown.symmetric_difference(chosen)):
        print(f"docs/WEB.md {'shows what there is not' if name in shown else 'does not show'}: {name}", file=sys.stderr)
    if size > most_bytes or shown != set(chosen):
        sys.exit(1)
