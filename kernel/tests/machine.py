# SPDX-License-Identifier: Apache-2.0
"""A kernel in QEMU, watched from outside.

Machine talks to QEMU over two unix sockets, QMP (monitor) and the gdb remote
protocol (breakpoints, registers), and the serial port's pipes. QEMU connects
to us, so there is nothing to poll for. Python's own library is all it needs.
"""

import functools
import json
import os
import re
import select
import socket
import struct
import subprocess
import tempfile

KERNEL = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ELF = os.path.join(KERNEL, "build", "kernel.elf")
DEADLINE = 20  # seconds for anything we wait for; reached only by a failure

LOADER_MAGIC = 0x2BADB002  # Multiboot 1, in EAX at the first instruction
PAGE = 4096
FRAMES = 1 << 20
CHECKPOINTS = [
    "checkpoint_boot_paging",
    "checkpoint_identity_removed",
    "checkpoint_kernel_directory",
    "checkpoint_memory_map",
    "checkpoint_pci_reserved",
    "checkpoint_heap_ready",
    "checkpoint_first_process",
    "checkpoint_idle",
]


def symbols():
    """Name to (address, type letter), as nm prints them."""
    lines = subprocess.check_output(["nm", ELF], text=True).splitlines()
    table = {}
    for line in lines:
        address, kind, name = line.split()
        table[name] = (int(address, 16), kind)
    return table


@functools.cache
def address_of(name):
    return symbols()[name][0]


def loaded_segments():
    """The ELF file, and [(physical address, size in memory)] of what it loads."""
    with open(ELF, "rb") as file:
        data = file.read()
    offset, = struct.unpack_from("<I", data, 28)
    size, count = struct.unpack_from("<HH", data, 42)
    headers = [struct.unpack_from("<8I", data, offset + i * size) for i in range(count)]
    return data, [(header[3], header[5]) for header in headers if header[0] == 1]


class Channel:
    """One socket QEMU connects to, read until something has arrived."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)
        self.listener.settimeout(DEADLINE)
        self.data = b""

    def accept(self):
        self.socket, _ = self.listener.accept()
        self.socket.settimeout(DEADLINE)
        self.listener.close()

    def receive(self):
        """What comes next; nothing if that takes too long."""
        try:
            return self.socket.recv(65536)
        except TimeoutError:
            return b""

    def send(self, data):
        self.socket.sendall(data)

    def more(self, wanted):
        received = self.receive()
        if not received:
            raise AssertionError(
                f"waited for {wanted!r}, have {self.data[-2000:]!r}")
        self.data += received

    def take(self, pattern):
        """Waits for the pattern and removes everything up to its end."""
        while not (match := re.search(pattern, self.data, re.DOTALL)):
            self.more(pattern)
        self.data = self.data[match.end():]
        return match

    def close(self):
        self.socket.close()


class Pipe(Channel):
    """The serial port, by two named pipes. A unix socket holds some 280 bytes
    that come one at a time; behind that the kernel would wait for us to read,
    and count more instructions the slower we are."""

    def __init__(self, path):
        self.path, self.data = path, b""
        for name in (path + ".in", path + ".out"):
            os.mkfifo(name)

    def accept(self):
        """When QEMU has them open."""
        self.input = os.open(self.path + ".in", os.O_WRONLY)
        self.output = os.open(self.path + ".out", os.O_RDONLY)

    def receive(self, seconds=DEADLINE):
        readable, _, _ = select.select([self.output], [], [], seconds)
        return os.read(self.output, 65536) if readable else b""

    def send(self, data):
        os.write(self.input, data)

    def rest(self):
        """What nobody took; nothing, said aloud."""
        return (self.data + self.receive(0)).decode(errors="replace") or "nothing"

    def close(self):
        os.close(self.input)
        os.close(self.output)


class Machine:
    def __init__(self, memory=128, machine="pc", options=(), start=("-kernel", ELF)):
        self.folder = tempfile.TemporaryDirectory(prefix="kernel-test-")
        self.qmp, self.gdb = Channel(self.path("qmp")), Channel(self.path("gdb"))
        self.serial = Pipe(self.path("serial"))
        command = ["qemu-system-i386", "-machine", machine, "-m", str(memory)]
        command += ["-nodefaults", "-display", "none", "-no-reboot", "-S"]
        command += ["-icount", "shift=0,sleep=off", *start]
        command += ["-qmp", "unix:" + self.path("qmp")]
        command += ["-serial", "pipe:" + self.path("serial")]
        command += ["-chardev", "socket,id=gdb,path=" + self.path("gdb")]
        command += ["-gdb", "chardev:gdb", *options]
        with open(self.path("stderr"), "wb") as stderr:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stderr=stderr)
        for channel in (self.qmp, self.gdb):
            channel.accept()
        self.qmp.take(rb'"QMP".*?\n')
        self.serial.accept()
        self.execute("qmp_capabilities")
        self.packet("?")

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if failure is not None:
            with open(self.path("stderr")) as stderr:
                print("QEMU said:", stderr.read() or "nothing")
            print("The kernel said:", self.serial.rest())
        self.close()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def close(self):
        self.process.kill()
        self.process.wait()
        for channel in (self.qmp, self.gdb, self.serial):
            channel.close()
        self.folder.cleanup()

    # The monitor

    def execute(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        self.qmp.send(json.dumps(request).encode() + b"\n")
        while True:
            answer = json.loads(self.qmp.take(rb"[^\n]*\n").group())
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']}")
            if "return" in answer:
                return answer["return"]

    def wait_for_event(self, name):
        self.qmp.take(rb'[^\n]*"event": "%s"[^\n]*\n' % name.encode())

    def monitor(self, line):
        text = self.execute("human-monitor-command", **{"command-line": line})
        return text.replace("\r\n", "\n")

    def physical(self, address, size):
        path = self.path("memory")
        self.execute("pmemsave", val=address, size=size, filename=path)
        with open(path, "rb") as file:
            return file.read()

    def words(self, address, count):
        return struct.unpack(f"<{count}I", self.physical(address, 4 * count))

    def instructions(self):
        return self.execute("query-replay")["icount"]

    def registers(self):
        """Upper-case names to values: EIP, CR0, ..., and GDT, IDT, TR bases."""
        text = self.monitor("info registers")
        found = {name: int(value, 16)
                 for name, value in re.findall(r"\b(E[A-Z]{2}|CR\d|HLT)=\s*([0-9a-f]+)", text)}
        for table, base, limit in re.findall(r"(GDT|IDT)=\s+(\w+) (\w+)", text):
            found[table] = (int(base, 16), int(limit, 16))
        base, limit = re.search(r"TR =\w+ (\w+) (\w+)", text).groups()
        found["TR"] = (int(base, 16), int(limit, 16))
        found["IF"] = int(re.search(r"EFL=(\w+)", text).group(1), 16) >> 9 & 1
        return found

    def mapped(self):
        """What QEMU itself says is mapped: (first, end, permissions)."""
        return [(int(first, 16), int(end, 16), permissions)
                for first, end, permissions in re.findall(
                    r"(\w+)-(\w+) \w+ ([-urw]{3})", self.monitor("info mem"))]

    # The gdb stub

    def packet(self, body):
        self.send(body)
        return self.reply()

    def send(self, body):
        checksum = sum(body.encode()) & 0xFF
        self.gdb.send(f"${body}#{checksum:02x}".encode())

    def reply(self):
        body = self.gdb.take(rb"\$([^#]*)#..").group(1).decode()
        self.gdb.send(b"+")
        return body

    def breakpoint(self, address):
        assert self.packet(f"Z0,{address:x},1") == "OK"

    def no_breakpoint(self, address):
        assert self.packet(f"z0,{address:x},1") == "OK"

    def step_over(self, address):
        """Past a breakpoint that stays for the next time."""
        self.no_breakpoint(address)
        self.packet("s")
        self.breakpoint(address)

    def resume(self):
        self.send("c")

    def interrupt(self):
        self.gdb.send(b"\x03")
        self.reply()

    def wait_for_halt(self):
        """Until the processor sleeps in hlt, and how; its serial answer comes
        earlier."""
        for _ in range(1000):
            registers = self.registers()
            if registers["HLT"]:
                return registers
        raise AssertionError("the processor does not halt")

    def run_to(self, name):
        self.breakpoint(address_of(name))
        self.packet("c")
        self.no_breakpoint(address_of(name))
        assert self.registers()["EIP"] == address_of(name), name

    def run_to_any(self, *names):
        """To the first of these, from one of them or from anywhere else."""
        addresses = {address_of(name): name for name in names}
        if self.registers()["EIP"] in addresses:
            self.packet("s")
        for address in addresses:
            self.breakpoint(address)
        self.packet("c")
        for address in addresses:
            self.no_breakpoint(address)
        return addresses[self.registers()["EIP"]]

    def run_to_start(self):
        """The kernel's first instruction; a loader may have code of its own
        at that address and pass there earlier."""
        self.run_to("_start")
        while self.registers()["EAX"] != LOADER_MAGIC:
            self.packet("s")
            self.run_to("_start")

    def command_line(self):
        """What the loader hands to the kernel, at its first instruction."""
        address, = self.words(self.registers()["EBX"] + 16, 1)
        return self.physical(address, 4096).split(b"\0")[0].decode()

    def general_registers(self):
        """In the protocol's order: eax ecx edx ebx esp ebp esi edi eip, others."""
        return list(struct.unpack_from("<9I", bytes.fromhex(self.packet("g"))))

    def set_general_registers(self, values):
        others = self.packet("g")[2 * 4 * 9:]
        assert self.packet("G" + struct.pack("<9I", *values).hex() + others) == "OK"

    def set_eax(self, value):
        self.set_general_registers([value] + self.general_registers()[1:])

    def start_call(self, function, *arguments):
        """As if the code that stands here called it; returns to this place."""
        registers = self.general_registers()
        stack = registers[4] - 4 * len(arguments) - 4
        self.write(stack, struct.pack(f"<{len(arguments) + 1}I", registers[8], *arguments))
        self.set_general_registers(registers[:4] + [stack] + registers[5:8] + [address_of(function)])

    def call(self, function, *arguments):
        """What the kernel's function returns; all registers stay as they are."""
        before = self.general_registers()
        self.start_call(function, *arguments)
        self.breakpoint(before[8])
        self.packet("c")
        self.no_breakpoint(before[8])
        after = self.general_registers()
        assert after[8] == before[8], f"{function} did not return"
        self.set_general_registers(before)
        return after[0]

    def write(self, address, data):
        """By linear address, which is the physical one while paging is off."""
        for at in range(0, len(data), 1024): # a packet has room for 2 KiB
            part = data[at:at + 1024]
            assert self.packet(f"M{address + at:x},{len(part):x}:{part.hex()}") == "OK"

    def read(self, address):
        """The word at a linear address."""
        return struct.unpack("<I", bytes.fromhex(self.packet(f"m{address:x},4")))[0]

    def text_at(self, address):
        """The kernel's string at this linear address of its own."""
        return self.physical(address - 0xF0000000, 256).split(b"\0")[0].decode()

    def free_count(self):
        """The kernel's own count, which must agree with the bits."""
        return self.words(address_of("frame_counts") - 0xF0000000 + 4, 1)[0]

    def bitmap(self):
        """One byte a frame, 1 = free."""
        return frames_of(self.physical(0x60000, FRAMES // 8))

    def read_words(self, address, count):
        """By linear address."""
        data = bytes.fromhex(self.packet(f"m{address:x},{4 * count:x}"))
        return struct.unpack(f"<{count}I", data)

    def write_code(self, code):
        """At the instruction that comes next."""
        self.write(self.registers()["EIP"], code)

    # The keyboard

    def press(self, keys):
        """Down in this order, up in the other: "a", "shift-a"."""
        names = keys.split("-")
        for down, order in ((True, names), (False, names[::-1])):
            self.execute("input-send-event", events=[
                {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": name}}}
                for name in order])

    # The serial port

    def type(self, text):
        self.serial.send(text.encode())

    def read_until(self, text):
        """Everything printed up to and with the text."""
        return self.read_until_any(text)

    def read_until_any(self, *texts):
        """The same with the first of several texts."""
        wanted = b"(" + b"|".join(
            re.escape(text.replace("\n", "\r\n").encode()) for text in texts) + b")"
        match = self.serial.take(b".*?" + wanted)
        return match.group().decode().replace("\r\n", "\n")


def frames_of(bitmap):
    """One byte a frame, 1 = free; least significant bit first."""
    spread = [bytes(byte >> bit & 1 for bit in range(8)) for byte in range(256)]
    return b"".join(spread[byte] for byte in bitmap)


def changed(before, after, step=4096):
    """The frames whose bits differ; equal stretches are passed in one go."""
    return [frame for start in range(0, FRAMES, step)
            if before[start:start + step] != after[start:start + step]
            for frame in range(start, start + step) if before[frame] != after[frame]]


def differences(expected, found):
    """The first frames that differ, in words a person can use."""
    wrong = changed(expected, found)
    word = {0: "allocated", 1: "free"}
    return [f"frame {frame} (0x{frame * PAGE:08X}) is {word[found[frame]]}"
            for frame in wrong[:5]] + ([f"{len(wrong)} frames"] if wrong else [])
