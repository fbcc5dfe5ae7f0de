"""The full-screen client on a fresh demo community, in a terminal (tmux) of its own: for scripts that show what it looks like."""
import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

root = Path(__file__).resolve().parent.parent.parent
password = "demo-water-2026"


class Demo:
    """A server with the demo community, and who is logged in at it. Ends with the script."""

    def __init__(self, programs):
        self.programs = Path(programs).resolve()
        self.work = Path(tempfile.mkdtemp(prefix="standpipe-screen-"))
        atexit.register(shutil.rmtree, self.work, ignore_errors=True)
        self.port = "0"
        self.start()
        atexit.register(lambda: self.process.send_signal(signal.SIGTERM))
        self.tmux = ["tmux", "-u", "-f", "/dev/null", "-S", str(self.work / "tmux")]
        # One session stays, so that tmux does not end with the last terminal of a picture.
        subprocess.run([*self.tmux, "new-session", "-d", "-s", "stays", "cat"], check=True)
        subprocess.run([*self.tmux, "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on"], check=True)
        atexit.register(subprocess.run, [*self.tmux, "kill-server"], stderr=subprocess.DEVNULL)

    def start(self):
        words = [self.programs / "standpiped", "--config", root / "config/standpipe.toml", "--demo", "--data", self.work / "data", "--port", self.port]
        self.process = subprocess.Popen(words, cwd=root, env={**os.environ, "TZ": "UTC"}, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"listening on (http://\S+:(\d+))", line):
                self.url, self.port = found[1], found[2]
                return
        sys.exit("the server did not start")

    def home(self, person):
        return self.work / person

    def run(self, person, *words, given=None):
        return subprocess.run([self.programs / "standpipe", *words], input=given, text=True, check=True, capture_output=True, timeout=60,
                              env={**os.environ, **self.environment(person)}).stdout

    def log_in(self, person, email):
        self.run(person, "login", "--email", email, given=password + "\n")

    def environment(self, person):
        return {"STANDPIPE_HOME": str(self.home(person)), "STANDPIPE_SERVER": self.url, "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "STANDPIPE_CONFIG": str(self.work / "settings.toml")}


class Terminal:
    def __init__(self, demo, person, columns, rows, settings="", language="en", log_in=True):
        self.demo, self.name, self.columns, self.rows = demo, f"{person}-{time.monotonic_ns()}", columns, rows
        (demo.work / "settings.toml").write_text(settings)
        words = ["env", *(f"{k}={v}" for k, v in demo.environment(person).items()), "TERM=tmux-256color",
                 str(demo.programs / "standpipe"), "--language", language]
        self.do("new-session", "-d", "-s", self.name, "-x", str(columns), "-y", str(rows), *words)
        if log_in:
            self.wait({"en": "online", "fr": "en ligne", "es": "en línea"}[language])

    def do(self, *words):
        return subprocess.run([*self.demo.tmux, *words], check=True, capture_output=True, text=True).stdout

    def press(self, *keys):
        """Keys by tmux's names; what begins with "=" is typed as it is."""
        for key in keys:
            literal = ["-l", key[1:]] if key.startswith("=") else [key]
            self.do("send-keys", "-t", self.name, *literal)
            time.sleep(0.25)
        return self

    def screen(self, looks=False):
        return self.do("capture-pane", "-t", self.name, "-p", *(["-e"] if looks else [])).replace("\u2068", "").replace("\u2069", "")

    def wait(self, text, seconds=20):
        end = time.monotonic() + seconds
        while text not in " ".join(self.screen().split()) and text not in self.screen():
            if time.monotonic() > end:
                sys.exit(f"the screen does not show '{text}':\n{self.screen()}")
            time.sleep(0.1)
        return self

    def wait_end(self, seconds=20):
        """Waits until the program has ended; gives its exit code."""
        end = time.monotonic() + seconds
        while True:
            dead, code = self.do("display-message", "-t", self.name, "-p", "#{pane_dead} #{pane_dead_status}").split(" ", 1)
            if dead == "1":
                return int(code.strip() or 0)
            if time.monotonic() > end:
                sys.exit("the program goes on")
            time.sleep(0.1)

    def settle(self):
        """Waits until the screen does not change any more."""
        before = None
        while before != (now := self.screen()):
            before = now
            time.sleep(0.4)
        return self

    def close(self):
        self.do("kill-session", "-t", self.name)
