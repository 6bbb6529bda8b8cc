using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Transports;

namespace Gateway.Cli.Commissioning;

/// <summary>Speaks with one unit on an open bus.</summary>
internal sealed class UnitAccess(BusLine line, byte unit, TimeSpan timeout)
{
    /// <summary>A line on which nothing is wrong loses a frame now and then.</summary>
    public const int Tries = 3;

    private readonly byte[] _data = new byte[256];

    public BusLine Line => line;

    public byte Unit => unit;

    /// <summary>Reads once.</summary>
    /// <returns>The answer, and what was read when it is Ok; bits are widened to a register each.</returns>
    public async Task<(ModbusAnswer Answer, RegisterRun? Run)> ReadAsync(RegisterRange range, CancellationToken cancel)
    {
        var answer = await line.Client.RequestAsync(unit, RequestFor(range), _data, timeout, cancel);
        return (answer, answer.IsOk ? new RegisterRun(range.Table, range.Address, Registers(range)) : null);
    }

    /// <summary>Reads, and tries again when nothing sound came.</summary>
    public async Task<(ModbusAnswer Answer, RegisterRun? Run, int Tries)> ReadStubbornlyAsync(RegisterRange range, CancellationToken cancel)
    {
        for (int tries = 1; ; tries++)
        {
            var (answer, run) = await ReadAsync(range, cancel);
            bool isSettled = answer.IsOk || ScanAnswers.Of(answer) is ScanAnswer.Refused or ScanAnswer.GatewaySaysNobody or ScanAnswer.NoBus;
            if (isSettled || tries == Tries) return (answer, run, tries);
        }
    }

    /// <summary>Sends any request once.</summary>
    /// <returns>The answer, and its data, which the next request overwrites.</returns>
    public async Task<(ModbusAnswer Answer, ReadOnlyMemory<byte> Data)> RequestAsync(ModbusRequest request, CancellationToken cancel)
    {
        var answer = await line.Client.RequestAsync(unit, request, _data, timeout, cancel);
        return (answer, _data.AsMemory(0, answer.Length));
    }

    /// <summary>What to tell about an answer that is not Ok.</summary>
    public BusTrouble TroubleOf(in ModbusAnswer answer, RegisterRange range, int tries, ModbusFunction? function = null) => AnswerTrouble.Of(
        answer,
        new FailedRequest(line.Target.Written, line.Bus.Serial?.ToString() ?? "", unit, (byte)(function ?? FunctionFor(range.Table)), range, tries, timeout)
        {
            Sent = line.Record.Sent,
            Heard = line.Record.Heard,
        });

    public static int ExitCodeOf(in ModbusAnswer answer)
    {
        if (answer.Fault == TransportFault.Busy) return ExitCode.Busy;
        return ScanAnswers.Of(answer) == ScanAnswer.Refused ? ExitCode.DeviceError : ExitCode.NoAnswer;
    }

    public static ModbusFunction FunctionFor(RegisterTable table) => table switch
    {
        RegisterTable.Coil => ModbusFunction.ReadCoils,
        RegisterTable.DiscreteInput => ModbusFunction.ReadDiscreteInputs,
        RegisterTable.InputRegister => ModbusFunction.ReadInputRegisters,
        _ => ModbusFunction.ReadHoldingRegisters,
    };

    public static ModbusRequest RequestFor(RegisterRange range) => range.Table switch
    {
        RegisterTable.Coil => ModbusRequest.ReadCoils(range.Address, range.Quantity),
        RegisterTable.DiscreteInput => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
        RegisterTable.InputRegister => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };

    private byte[] Registers(RegisterRange range)
    {
        if (!range.IsBits) return _data[..(2 * range.Quantity)];
        var registers = new byte[2 * range.Quantity];
        for (int i = 0; i < range.Quantity; i++) registers[(2 * i) + 1] = (byte)((_data[i / 8] >> (i % 8)) & 1);
        return registers;
    }
}
