using System.Globalization;
using System.Text;
using Gateway.Core.Acquisition.Decoding;

namespace Gateway.Core.Profiles.Drafting;

/// <summary>Writes the first version of a profile, with comments that say what to complete. It passes its own check as it stands.</summary>
public static class ProfileDraft
{
    /// <param name="name">Name of the profile.</param>
    /// <param name="date">When it was made, for the source.</param>
    public static string From(string name, FoundDevice found, DateOnly date)
    {
        var text = new StringBuilder();
        Head(text, name, $"readings of one device compared with its display, {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        text.AppendLine("modbus:");
        if (found.Serial is { } serial) text.AppendLine($"  serial: {serial}");
        if (found.Unit is { } unit) text.AppendLine($"  unit: {unit}                      # as this device is set; leave it out when each is set differently");
        text.AppendLine("  every: 5s");
        text.AppendLine("points:");
        string[] names = Names(found.Values);
        for (int i = 0; i < names.Length; i++) Point(text, names[i], found.Values[i]);
        text.AppendLine("tests:                           # the readings by which the values were found");
        for (int i = 0; i < names.Length; i++)
            foreach (string words in found.Values[i].Readings) Test(text, names[i], found.Values[i], words);
        string draft = text.ToString().ReplaceLineEndings("\n");
        return ProfileFormatter.Format(name, Encoding.UTF8.GetBytes(draft), out _) ?? draft;
    }

    /// <summary>An example of a kind of device, whose values are to be replaced by the real ones.</summary>
    public static string From(string name, DraftTemplate template, DateOnly date)
    {
        RegisterReference Float(ushort address) => new(new RegisterRange(RegisterTable.HoldingRegister, address, 2), RegisterType.Float32);
        RegisterReference Word(ushort address) => new(new RegisterRange(RegisterTable.HoldingRegister, address, 1), RegisterType.Int16);
        FoundValue[] values = template switch
        {
            DraftTemplate.Waste => [new(Float(0), 1, "gross_weight", "kg", ["4148 0000"]), new(Float(2), 1, "net_weight", "kg", ["3FC0 0000"])],
            DraftTemplate.Hvac => [new(Word(0), 1, "co2", "[ppm]", ["026C"]), new(Word(1), 0.1m, "air_temperature", "Cel", ["00F6"]),
                new(Word(2), 0.1m, "relative_humidity", "%", ["01E2"])],
            _ => [new(Float(0), 1, "ph", "[pH]", ["40E6 B852"]), new(Float(2), 1, "water_temperature", "Cel", ["41C4 CCCD"])],
        };
        return From(name, new FoundDevice(1, "9600-8N1", values), date)
            .Replace("readings of one device compared with its display", "example to be replaced by the manual's table", StringComparison.Ordinal)
            .Replace("# the readings by which the values were found", "# replace by the manual's example, or by a reading and what the display showed",
                StringComparison.Ordinal);
    }

    private static void Head(StringBuilder text, string name, string source)
    {
        string model = name[(name.LastIndexOf('/') + 1)..];
        text.AppendLine("# envgw profile check FILE shows what is wrong; envgw schema print profile gives an editor the keys.")
            .AppendLine($"profile: {name}")
            .AppendLine("version: 1.0.0")
            .AppendLine($"label: {{ en: {model}, zh: {model} }}")
            .AppendLine("device:")
            .AppendLine("  manufacturer: unknown          # who makes it")
            .AppendLine($"  model: {model}")
            .AppendLine("  grade: C                       # A from the manufacturer's manual, B two independent sources, C one other source")
            .AppendLine($"  source: {source}");
    }

    private static void Point(StringBuilder text, string name, FoundValue found)
    {
        var range = found.Reference.Range;
        string quantity = found.Quantity.Length > 0 ? found.Quantity : range.IsBits ? "state" : "other";
        text.AppendLine($"  {name}:");
        if (Quantities.Find(quantity) is null) text.AppendLine($"    label: {{ en: {name}, zh: {name} }}");
        text.AppendLine($"    quantity: {quantity}");
        if (found.Unit.Length > 0) text.AppendLine($"    unit: \"{found.Unit}\"");
        text.AppendLine($"    read: {RegisterText.Short(range.Table, range.Address)}                   # {RegisterText.Of(range)}");
        if (!found.IsConfirmed) text.AppendLine("    # NOT CONFIRMED: one value was seen only; compare with the display again when it has changed");
        if (range.IsBits) return;
        text.AppendLine($"    type: {RegisterTypeText.Of(found.Reference.Type)}");
        if (range.Quantity > 1) text.AppendLine($"    byte_order: {found.Reference.Order}");
        if (found.Scale != 1) text.AppendLine($"    scale: {found.Scale.ToString(CultureInfo.InvariantCulture)}");
        if (RegisterTypeText.IsFloat(found.Reference.Type)) text.AppendLine("    bad: [nan]");
        text.AppendLine("    # range: [0, 100]            # values outside are bad");
    }

    private static void Test(StringBuilder text, string name, FoundValue found, string words)
    {
        var range = found.Reference.Range;
        text.AppendLine($"  - registers: {{ \"{RegisterText.Short(range.Table, range.Address)}\": \"{words}\" }}")
            .AppendLine($"    expect: {{ {name}: {Value(found, words)} }}");
    }

    /// <summary>What the profile will read from these words: the display may have rounded it.</summary>
    private static string Value(FoundValue found, string words)
    {
        var range = found.Reference.Range;
        if (range.IsBits) return words.StartsWith('1') ? "true" : "false";
        byte[] bytes = Convert.FromHexString(words.Replace(" ", "", StringComparison.Ordinal));
        var device = Site.DeviceBuilder.Alone(Empty);
        var image = RegisterImage.Of(device, [(range, bytes)], 0);
        var reader = new RegisterReader(device, found.Reference, image);
        return reader.TryNumber(reader.Bits(image.Bytes), out double significand, out int decimals)
            ? new LinearScale(DecimalFactor.From(found.Scale), 0).Apply(significand, decimals).ToString("R", CultureInfo.InvariantCulture)
            : $"{{ quality: \"B:sensor-fault\" }}";
    }

    private static ProfileModel Empty { get; } = new()
    {
        Name = "", Version = "", Manufacturer = "", ModelName = "", Grade = 'C', Source = "", Label = new Site.LocalizedText(""),
    };

    /// <summary>A name for each value: its quantity, numbered when it comes more than once.</summary>
    private static string[] Names(IReadOnlyList<FoundValue> values)
    {
        var used = new HashSet<string>();
        return [.. values.Select(value => Free(value.Quantity.Length > 0 ? value.Quantity : "value"))];

        string Free(string wanted)
        {
            string name = wanted;
            for (int i = 2; !used.Add(name); i++) name = $"{wanted}_{i}";
            return name;
        }
    }
}
