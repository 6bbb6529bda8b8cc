"""A Modbus server for tests, with a control channel: JSON lines on standard input and output. It ends when its standard input does."""
import asyncio
import collections
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext
from pymodbus.datastore.store import BaseModbusDataBlock
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer, StartAsyncUdpServer
from pymodbus.server.async_io import ModbusConnectedRequestHandler, ModbusDisconnectedRequestHandler, ModbusSingleRequestHandler
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

FRAMERS = {"socket": ModbusSocketFramer, "rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer}
TABLES = {"coils": "c", "discreteInputs": "d", "holdingRegisters": "h", "inputRegisters": "i"}
served = collections.Counter()


class Table(BaseModbusDataBlock):
    """One of the four tables; a strict one has only what was set."""

    def __init__(self, strict):
        self.strict = strict
        self.values = {}

    def validate(self, address, count=1):
        wanted = range(address, address + count)
        return count > 0 and (all(a in self.values for a in wanted) if self.strict else wanted[-1] <= 0xFFFF)

    def getValues(self, address, count=1):
        return [self.values.get(a, 0) for a in range(address, address + count)]

    def setValues(self, address, values):
        for offset, value in enumerate(values):
            self.values[address + offset] = value


def counting(handler):
    """The handler, counting what it executes by unit and function code."""

    class Counting(handler):
        def execute(self, request, *addr):
            served[request.unit_id, request.function_code] += 1
            super().execute(request, *addr)

    return Counting


def make_unit(strict):
    return ModbusSlaveContext(zero_mode=True, **{name: Table(strict) for name in ("di", "co", "hr", "ir")})


async def start(settings, context):
    """Starts serving; the port of 127.0.0.1, or 0 on a serial port."""
    common = {"context": context, "framer": FRAMERS[settings["framing"]], "defer_start": True, "ignore_missing_slaves": True}
    if settings["transport"] == "serial":
        server = await StartAsyncSerialServer(port=settings["device"], baudrate=9600, handler=counting(ModbusSingleRequestHandler), **common)
        await server.start()
        if server.transport is None:
            raise OSError(f"{settings['device']} cannot be opened")
        return 0
    address = ("127.0.0.1", settings["port"])
    if settings["transport"] == "udp":
        server = await StartAsyncUdpServer(address=address, handler=counting(ModbusDisconnectedRequestHandler), **common)
        asyncio.create_task(server.serve_forever())
        while server.protocol is None:
            await asyncio.sleep(0.01)
        return server.protocol.get_extra_info("sockname")[1]
    server = await StartAsyncTcpServer(address=address, handler=counting(ModbusConnectedRequestHandler), allow_reuse_address=True, **common)
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.wait({serving, server.serving}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    return server.server.sockets[0].getsockname()[1]


def answer(question, context):
    if question["do"] == "count":
        function = question["function"]
        return {"count": sum(n for (unit, code), n in served.items() if unit == question["unit"] and function in (None, code))}
    table = context[question["unit"]].store[TABLES[question["table"]]]
    if question["do"] == "set":
        bits = question["table"] in ("coils", "discreteInputs")
        table.setValues(question["address"], [bool(v) if bits else v for v in question["values"]])
        return {}
    return {"values": [int(v) for v in table.getValues(question["address"], question["quantity"])]}


async def main():
    settings = json.loads(sys.argv[1])
    context = ModbusServerContext(slaves={u["unit"]: make_unit(u["strict"]) for u in settings["units"]}, single=False)
    print(json.dumps({"port": await start(settings, context)}), flush=True)
    loop = asyncio.get_running_loop()
    questions = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    while line := await questions.readline():
        try:
            said = answer(json.loads(line), context)
        except Exception as error:  # whatever it is, the test that asked wants to read it
            said = {"error": f"{error!r} to {line.decode().strip()}"}
        print(json.dumps(said), flush=True)


asyncio.run(main())
