"""The AWS CLI, loaded once. Each call runs in a fork with the caller's arguments, environment and streams: what answers
is the CLI's own code, but a script of twenty calls takes seconds instead of a minute."""

import atexit
import functools
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback


def serve(path):
    import awscli.clidriver  # What takes the time.

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        while True:
            caller, _ = server.accept()
            if os.fork() == 0:
                with caller:
                    answer(caller, awscli.clidriver)
                os._exit(0)
            caller.close()


def answer(caller, clidriver):
    length, streams, _, _ = socket.recv_fds(caller, 4, 3)
    call = json.loads(caller.makefile("rb").read(int.from_bytes(length, "big")))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os._exit(run(call, clidriver))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    caller.sendall(f"{status}\n".encode())


def run(call, clidriver):
    data = os.environ["AWS_DATA_PATH"]  # Set by the CLI when it is loaded.
    os.environ.clear()
    os.environ.update(call["environment"], AWS_DATA_PATH=data)
    os.chdir(call["directory"])
    sys.argv = call["arguments"]
    try:
        return clidriver.main()
    except SystemExit as exit:
        return exit.code or 0
    except BaseException:
        traceback.print_exc()
        return 255
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


@functools.cache
def start():
    """Starts it once, and returns its socket; it ends with this process."""
    folder = tempfile.TemporaryDirectory(prefix="podpass-aws-")
    path = str(pathlib.Path(folder.name) / "socket")
    program = subprocess.Popen([sys.executable, __file__, path], stdin=subprocess.DEVNULL)
    atexit.register(folder.cleanup)
    atexit.register(program.wait)
    atexit.register(program.terminate)
    while not os.path.exists(path):
        assert program.poll() is None, "the AWS CLI does not start"
        time.sleep(0.05)
    return path


if __name__ == "__main__":
    serve(sys.argv[1])
