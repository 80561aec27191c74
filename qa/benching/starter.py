"""Run a command, and print in JSON how it ended and what it cost.

This is a program of its own, which imports next to nothing: a process is charged with the memory of
the one that it was started from.
"""

import json
import os
import subprocess
import sys
import time

if __name__ == "__main__":
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    told = {
        "exit_code": os.waitstatus_to_exitcode(status),
        "wall_s": time.perf_counter() - started,
        "processor_s": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss,
    }
    print(json.dumps(told))
