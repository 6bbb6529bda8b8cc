using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>
/// Makes sure that the device that answers is the one its profile describes, looks at its firmware, and starts it: before the first poll, after each reconnect
/// and each silence, in this order, so that nothing is sent to another device than the one that was meant.
/// </summary>
internal sealed class IdentityGuard
{
    private const byte LastBasicObject = 2;

    private static readonly Quality _wrongDevice = Quality.Bad(QualityReason.WrongDevice);
    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(1);

    private readonly DeviceModel _device;
    private readonly BusUnit _unit;
    private readonly BusWire _wire;
    private readonly LoopClock _clock;
    private readonly ILogger _logger;
    private readonly Backoff _backoff = Backoff.ForUnit();
    private readonly ReadPlan _plan;
    private readonly RegisterImage _image;
    private readonly RegisterReader[] _readers;
    private readonly FirmwareReader? _firmware;
    private readonly StartSequence _start;
    private (long Connects, int Silences) _checkedIn = (-1, -1);
    private Quality _reason;

    public IdentityGuard(DeviceModel device, BusUnit unit, BusWire wire, LoopClock clock, ILogger logger)
    {
        (_device, _unit, _wire, _clock, _logger) = (device, unit, wire, clock, logger);
        var needs = PollGroup.InOrder(device.Identity.Select(c => WireTable.Of(device, c.Reference.Range)));
        // Never over a gap: a refused register in between would make the right device look like another.
        _plan = BlockPlanner.Plan(device with { GapLimit = 0 }, needs, new BadAddressFinder(device));
        _image = new RegisterImage([.. _plan.Blocks.Select(b => b.Range)]);
        _readers = [.. device.Identity.Select(c => new RegisterReader(device, c.Reference, _image))];
        _firmware = device.Firmware is { Reference: { } version } firmware ? new FirmwareReader(device, firmware, version) : null;
        _start = new StartSequence(device, unit, wire, clock, logger);
    }

    /// <summary>What the device's readings are while it is not sure.</summary>
    public Quality Reason => _reason;

    /// <summary>Whether another device was found in its place.</summary>
    public bool IsWrong => _reason == _wrongDevice;

    public TimeSpan NotBefore => _backoff.NotBefore;

    /// <summary>What the last check found; replaced, never changed. Null while there was none.</summary>
    public DeviceFindings? Findings { get; private set; }

    /// <summary>Nothing has changed since the device proved to be the right one.</summary>
    public bool IsSure => (_readers.Length == 0 && _device.Firmware is null && _device.Start.Count == 0) || _checkedIn == (_wire.Connects, _unit.Silences);

    /// <summary>The way to the bus was opened anew since the device proved to be the right one: it may be another that answers.</summary>
    public bool IsBehindNewConnection => _readers.Length > 0 && _checkedIn.Connects != _wire.Connects;

    /// <summary>Whether the check is to be left alone now.</summary>
    public bool Holds(TimeSpan now) => _backoff.Holds(now);

    /// <summary>Asks the device.</summary>
    /// <returns>Null when it is the right one; else the answer that decided and what the device's readings are.</returns>
    public async ValueTask<(ModbusAnswer Answer, Quality Quality)?> CheckAsync(CancellationToken stop)
    {
        for (int i = 0; i < _plan.Blocks.Count; i++)
        {
            var answer = await _wire.ReadAsync(_unit, _device, _plan.Blocks[i].Range, _image.Destination(i), stop);
            if (answer.IsOk) _image.Fill(i, answer.ReceivedAt.ToUnixTimeMilliseconds());
            else return Failed(answer, _plan.Blocks[i].Range);
        }
        for (int i = 0; i < _readers.Length; i++)
        {
            var check = _device.Identity[i];
            double significand = 0;
            int decimals = 0;
            bool isNumber = _readers[i].IsAnswered(_image) && _readers[i].TryNumber(_readers[i].Bits(_image.Bytes), out significand, out decimals);
            double found = isNumber ? significand / ShortestDecimal.PowerOfTen(decimals) : double.NaN;
            if (found != check.Expected) return Wrong(check, found.ToString(CultureInfo.InvariantCulture));
        }
        if (IsWrong) Log.RightDevice(_logger, _device.Name);
        _reason = Quality.Good;
        var proven = (_wire.Connects, _unit.Silences);
        if (await ReadFirmwareAsync(stop) is { } silence) return Failed(silence);
        if (await _start.RunAsync(stop) is { } refusal) return Failed(refusal);
        _backoff.Succeeded();
        // What came over a way that was opened anew since then proves nothing of who is there now.
        _checkedIn = _readers.Length > 0 ? proven : (_wire.Connects, _unit.Silences);
        return null;
    }

    /// <returns>Null when the profile's check was made, whatever it found; else the answer that prevented it.</returns>
    private async ValueTask<ModbusAnswer?> ReadFirmwareAsync(CancellationToken stop)
    {
        Wording? trouble = null;
        if (_device.Firmware is { } check)
        {
            var (answer, version) = check.Object is { } id ? await AskObjectAsync(id, stop) : await AskRegisterAsync(_firmware!, stop);
            var kind = AnswerMeaning.KindOf(answer);
            // Devices that never heard of function code 43 may be silent about it: then the registers are asked all the same.
            if (kind == AnswerKind.NoBus || (kind == AnswerKind.Silence && check.Object is null) || AnswerMeaning.IsNotNow(answer)) return answer;
            trouble = answer.IsOk ? FirmwareVersion.Trouble(check, version) : FirmwareVersion.Untold(check, isRefused: kind != AnswerKind.Silence);
            if (trouble is { } told && Findings?.Firmware != told) Log.FirmwareMismatch(_logger, _device.Name, told.English);
        }
        Found(null, trouble);
        return null;
    }

    private async ValueTask<(ModbusAnswer Answer, string Version)> AskRegisterAsync(FirmwareReader firmware, CancellationToken stop)
    {
        var answer = await _wire.ReadAsync(_unit, _device, firmware.Range, firmware.Destination, stop);
        return (answer, answer.IsOk ? firmware.Version() : "");
    }

    /// <summary>MODBUS Application Protocol V1.1b3, 6.21: the three basic objects come in one answer, every other is asked for by itself.</summary>
    private async ValueTask<(ModbusAnswer Answer, string Version)> AskObjectAsync(byte id, CancellationToken stop)
    {
        var request = id <= LastBasicObject
            ? ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic)
            : ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Individual, id);
        byte[] data = new byte[byte.MaxValue];
        var answer = await _wire.RequestAsync(_unit, request, data, _device.Timeout, _device.RequestGap, stop);
        var said = answer.IsOk ? ModbusDeviceIdentification.TryParse(data.AsSpan(0, answer.Length)) : null;
        byte[] text = said?.Objects.FirstOrDefault(one => one.Key == id).Value ?? [];
        return (answer, FirmwareVersion.In(text));
    }

    private (ModbusAnswer Answer, Quality Quality) Failed(in ModbusAnswer answer, RegisterRange range)
    {
        // The device that the profile describes has these registers; one that lacks them is another.
        bool isWrong = AnswerMeaning.KindOf(answer) == AnswerKind.Refusal
            && answer.Exception is ModbusExceptionCode.IllegalFunction or ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue;
        if (!isWrong) return Failed(answer);
        var lacking = _device.Identity.First(c => range.Contains(WireTable.Of(_device, c.Reference.Range)));
        return Wrong(lacking, ("refused", "拒绝读取")) with { Answer = answer };
    }

    private (ModbusAnswer Answer, Quality Quality) Failed(in ModbusAnswer answer)
    {
        if (AnswerMeaning.KindOf(answer) == AnswerKind.Refusal)
        {
            _reason = AnswerMeaning.QualityOf(answer);
            _backoff.Pause(_clock.Now, _busyPause);
        }
        return (answer, AnswerMeaning.QualityOf(answer));
    }

    private (ModbusAnswer Answer, Quality Quality) Wrong(IdentityCheck check, Wording found)
    {
        if (!IsWrong) Log.WrongDevice(_logger, _device.Name, check.Reference.Range, found.English, check.Expected);
        _reason = _wrongDevice;
        _backoff.Failed(_clock.Now);
        string expected = check.Expected.ToString(CultureInfo.InvariantCulture);
        Found((
            $"identify {check.Reference.Range}: expected {expected}, found {found.English}",
            $"身份校验 {check.Reference.Range}：应为 {expected}，实际为 {found.Chinese}"), null);
        return (new ModbusAnswer(ModbusOutcome.Ok, 0, ModbusExceptionCode.None, default, default, null), _wrongDevice);
    }

    private void Found(Wording? mismatch, Wording? firmware)
    {
        if (Findings is { } before && before.Mismatch == mismatch && before.Firmware == firmware) return;
        Findings = new DeviceFindings(mismatch, firmware);
    }
}
