using System.Globalization;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>A device made of one test of a profile: it has the registers that the profile speaks of and no others, and measures once started.</summary>
internal sealed class ProvenDevice
{
    private readonly ProfileModel _form;
    private readonly Dictionary<(RegisterTable Table, int Address), ushort> _registers = [];
    private readonly HashSet<StartStep> _stepsLeft;

    public ProvenDevice(ProfileModel form, ProfileTest test)
    {
        (_form, Test) = (form, test);
        _stepsLeft = [.. form.Start];
        foreach (var block in form.ExactBlocks) Hold(block, []);
        foreach (var given in test.Registers) Hold(given.Range, given.Words);
        var ordered = test.Order is { } order ? form.In(order) : form;
        foreach (var check in ordered.Identity) Write(check.Reference, check.Expected);
        if (ordered.Ready is { } ready) Write(ready.Reference, ready.Expected);
    }

    public ProfileTest Test { get; }

    public override string ToString() => $"{_form.Name}{(_form.Variant is null ? "" : $" ({_form.Variant})")} test {Test.Number}";

    /// <summary>The device as a site file describes it.</summary>
    public string Site(string bus, int unit)
    {
        var keys = new List<string> { $"profile: {_form.Name}", $"bus: {bus}", $"unit: {unit}", "every: 1s" };
        if (_form.Variant is { } variant) keys.Add($"variant: {variant}");
        if (Test.Order is { } order) keys.Add($"byte_order: {order}");
        if (_form.Start.Any(step => step.IsWrite)) keys.Add("init: true");
        if (Test.Slots.Count > 0) keys.Add($"channels: {{ {string.Join(", ", Test.Slots.Select(Slot))} }}");
        return $"{{ {string.Join(", ", keys)}{Units(Test)} }}";
    }

    public ModbusReply Answer(in ModbusRequest request, Span<byte> data)
    {
        if (IsStep(request)) return ModbusReply.Done;
        if (request.IsWrite) return ModbusReply.Refused(ModbusExceptionCode.IllegalFunction);
        // What it is it tells at any time; what it measures, only once it was started.
        bool isAboutItself = _form.FirmwareCheck?.Reference is { } version && version.Range.Address == request.Address;
        if (_stepsLeft.Count > 0 && !isAboutItself) return ModbusReply.Refused(ModbusExceptionCode.ServerDeviceBusy);
        var table = (RegisterTable)(request.Function switch
        {
            ModbusFunction.ReadCoils => 0, ModbusFunction.ReadDiscreteInputs => 1, ModbusFunction.ReadInputRegisters => 2, _ => 3,
        });
        bool isBits = table is RegisterTable.Coil or RegisterTable.DiscreteInput;
        int length = isBits ? (request.Quantity + 7) / 8 : request.Quantity * 2;
        data[..length].Clear();
        for (int i = 0; i < request.Quantity; i++)
        {
            if (!Find(table, request.Address + i, out ushort word)) return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
            if (isBits) data[i / 8] |= (byte)((word & 1) << (i % 8));
            else (data[2 * i], data[(2 * i) + 1]) = ((byte)(word >> 8), (byte)word);
        }
        return ModbusReply.Data(length);
    }

    /// <summary>Whether a request is a step of the start, which is then made.</summary>
    public bool IsStep(ModbusRequest request)
    {
        var step = _form.Start.FirstOrDefault(one => StartSequence.RequestFor(one) is var own
            && (own.Function, own.Address, own.Quantity) == (request.Function, request.Address, request.Quantity)
            && own.Payload.Span.SequenceEqual(request.Payload.Span));
        if (step is not null) _stepsLeft.Remove(step);
        return step is not null;
    }

    private bool Find(RegisterTable table, int address, out ushort word)
    {
        if (_registers.TryGetValue((table, address), out word)) return true;
        // Where one function code reads all registers, a test may name either table.
        if (_form.ReadAllRegistersAs != table) return false;
        var other = table == RegisterTable.InputRegister ? RegisterTable.HoldingRegister : RegisterTable.InputRegister;
        return _registers.TryGetValue((other, address), out word);
    }

    private void Hold(RegisterRange range, IReadOnlyList<ushort> words)
    {
        for (int i = 0; i < range.Quantity; i++) _registers[(range.Table, range.Address + i)] = i < words.Count ? words[i] : (ushort)0;
    }

    /// <summary>Writes a number that the profile asks for, unless the test says what stands there.</summary>
    private void Write(RegisterReference reference, double number)
    {
        var range = reference.Range;
        if (_registers.ContainsKey((range.Table, range.Address))) return;
        uint bits = reference.Type == RegisterType.Float32 ? BitConverter.SingleToUInt32Bits((float)number) : (uint)(long)number;
        if (range.Quantity == 1) Hold(range, [(ushort)bits]);
        else Hold(range, reference.Order == ByteOrder.CDAB ? [(ushort)bits, (ushort)(bits >> 16)] : [(ushort)(bits >> 16), (ushort)bits]);
    }

    /// <summary>What a site file says of the units of a test, behind its other keys.</summary>
    public static string Units(ProfileTest test) => test.Units.Count == 0 ? "" : $", units: {{ {string.Join(", ", test.Units.Select(Unit))} }}";

    private static string Unit(UnitStatement statement)
    {
        IEnumerable<string> said = statement.Unit is { } unit ? [$"unit: \"{unit}\""] : [];
        if (statement.Codes.Count > 0) said = said.Append($"code: [{string.Join(", ", statement.Codes)}]");
        return $"{statement.Point}: {{ {string.Join(", ", said)} }}";
    }

    private static string Slot(SlotChoice choice)
    {
        string scale = choice.Scale is { } factor
            ? $", scale: {((decimal)factor.Numerator / (decimal)factor.Denominator).ToString(CultureInfo.InvariantCulture)}"
            : "";
        return $"{choice.Slot}: {{ quantity: {choice.Quantity}, point: {choice.Point}{scale} }}";
    }
}
