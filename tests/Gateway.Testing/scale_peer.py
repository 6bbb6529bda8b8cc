"""Scales that are not ours: Toledo continuous on a serial port (pyserial, parity in bit 7), MT-SICS behind a TCP port.

Written from the makers' descriptions of the frames, not from the gateway. Standard input says what happens, one line each:
  weight 1234 still|moving   hundredths of a kilogram on the scale
  garbage                    bytes that are no frame, in the middle of the stream
Each is answered by "done".
"""
import random
import socket
import sys
import threading

state = {"weight": 1234, "moving": False, "garbage": 0}


def even_parity(byte):
    byte &= 0x7F
    return byte | (0x80 if bin(byte).count("1") % 2 else 0)


def toledo_frame():
    weight = state["weight"]
    swa = 0x20 | 0x08 | 4  # always 1; increment x1; two decimals
    swb = 0x20 | 0x10 | (0x02 if weight < 0 else 0) | (0x08 if state["moving"] else 0)  # kilograms, gross
    body = bytes([2, swa, swb, 0x20]) + b"%06d%06d\r" % (abs(weight), 0)
    return body + bytes([-sum(body) & 0x7F])


def toledo(device):
    import serial
    port = serial.Serial(device, 9600, timeout=0.1)
    print("ready", flush=True)
    tick = threading.Event()
    while not tick.wait(0.05):
        while state["garbage"] > 0:
            state["garbage"] -= 1
            port.write(bytes(random.choice((0x02, 0x0D, 0x00, 0xFF, 0x31, 0x7E)) for _ in range(random.randint(1, 40))))
        port.write(bytes(even_parity(byte) for byte in toledo_frame()))


def sics_answer(command):
    weight = state["weight"] / 100
    if command == b"SI":
        return b"S %s %10.2f kg\r\n" % (b"D" if state["moving"] else b"S", weight)
    if command == b"TA":
        return b"TA A %10.2f kg\r\n" % 0.0
    return b"ES\r\n"


def sics_client(client):
    pending = b""
    while received := client.recv(100):
        *lines, pending = (pending + received).split(b"\r\n")
        for line in lines:
            client.sendall(sics_answer(line))


def sics():
    server = socket.create_server(("127.0.0.1", 0))
    print("ready", server.getsockname()[1], flush=True)
    while True:
        client, _ = server.accept()
        threading.Thread(target=sics_client, args=(client,), daemon=True).start()


def listen():
    for line in sys.stdin:
        words = line.split()
        if words[0] == "weight":
            state["weight"], state["moving"] = int(words[1]), words[2] == "moving"
        elif words[0] == "garbage":
            state["garbage"] += 5
        print("done", flush=True)


threading.Thread(target=listen, daemon=True).start()
toledo(sys.argv[2]) if sys.argv[1] == "toledo" else sics()
