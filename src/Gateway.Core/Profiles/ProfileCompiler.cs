using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Profiles;

/// <summary>From a profile file to a checked model, with its own tests run.</summary>
public static class ProfileCompiler
{
    private static readonly TimeSpan _usualPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _usualPeriodOfScale = TimeSpan.FromSeconds(1);

    /// <summary>What running a test finds; it does not keep other tests from being run.</summary>
    private static readonly ProblemKind[] _ofTests = [ProfileProblems.TestFailed, ProfileProblems.TestLacksRegisters, ScaleProblems.NoReport];

    /// <summary>Compiles a file.</summary>
    /// <param name="path">Where it lies; problems name it so.</param>
    /// <param name="name">The name under which it was looked for, <c>water/acme-ph200</c>; null when it may call itself as it likes.</param>
    public static ProfileCompilation Compile(string path, string? name = null)
    {
        var problems = new ProblemList();
        return Compile(DocumentReader.Read(path, path, problems), name, problems);
    }

    /// <summary>Compiles a text that is not on disk, such as one in an editor.</summary>
    public static ProfileCompilation CompileText(string fileName, ReadOnlyMemory<byte> text, string? name = null)
    {
        var problems = new ProblemList();
        return Compile(DocumentReader.Read(fileName, text, problems), name, problems);
    }

    private static ProfileCompilation Compile(Document? document, string? name, ProblemList problems)
    {
        if (document is null) return new ProfileCompilation(null, problems.Sorted(), null);
        ShapeCheck.Run(document, ProfileShape.File, ShapeProblems.Profile, problems);
        if (document.Root is not MapNode root) return new ProfileCompilation(null, problems.Sorted(), document.File);
        var tests = new List<ProfileTestResult>();
        var model = root.Map("variants") is { Entries.Count: > 0 } variants
            ? WithVariants(document, root, variants, name, problems, tests)
            : new Run(document, root, problems, tests).Model(name, null);
        return new ProfileCompilation(problems.HasErrors ? null : model, problems.Sorted(), document.File) { Tests = tests };
    }

    /// <summary>Every variant is compiled as a profile of its own; what all share is said once.</summary>
    private static ProfileModel WithVariants(
        Document document, MapNode root, MapNode variants, string? name, ProblemList problems, List<ProfileTestResult> tests)
    {
        var forms = new List<ProfileModel>();
        foreach (var variant in variants.Entries)
        {
            if (variant.Value is not MapNode own) continue;
            forms.Add(new Run(document, VariantDocument.Merge(root, own), problems, tests).Model(name, variant.Name));
        }
        return new Run(document, root, problems, tests).Header() with { Variants = forms };
    }

    /// <summary>One compilation: what every step needs at hand.</summary>
    private sealed class Run(Document document, MapNode root, ProblemList problems, List<ProfileTestResult> results)
    {
        private readonly SourceFile _file = document.File;
        private readonly MapNode _modbus = root.Map("modbus") ?? MapNode.Empty;

        /// <summary>How the device is reached, whichever way.</summary>
        private readonly MapNode _section = root.Map("modbus") ?? root.Map("scale") ?? MapNode.Empty;

        public ProfileModel Model(string? name, string? variant)
        {
            var registers = new RegisterParser(_file, problems, Notation(), Order());
            var points = new PointCompiler(_file, problems, registers, _section.Duration("every") ?? UsualPeriod());
            var status = new StatusCompiler(_file, problems, registers);
            var channels = new ChannelCompiler(_file, problems, points, status);
            var weights = new WeightPointCompiler(_file, problems, root.Map("points") ?? MapNode.Empty, points, root.Map("scale")?.Text("unit"));
            bool isScale = root.Map("scale") is not null;
            CheckName(name);
            string[] names = [.. root.Entries("points").Select(entry => entry.Name)];
            var header = Header();
            var model = new StartCompiler(_file, problems, registers).With(header, _modbus) with
            {
                Variant = variant,
                ExactBlocks = [.. _modbus.Items("blocks").Select(node => registers.Range(node)).OfType<RegisterRange>()],
                Identity = [.. root.Items("identify").Select(node => Identity(registers, node)).OfType<IdentityCheck>()],
                Points = [.. root.Entries("points").Select(entry => isScale ? weights.Point(entry) : points.Point(entry)).OfType<ProfilePoint>()],
                Channels = [.. root.Entries("channels").Select(channels.Template).OfType<ChannelTemplate>()],
                StatusWords = [.. root.Items("status").SelectMany(node => status.Words(node, names))],
                FirmwareCheck = new FirmwareCompiler(_file, problems, registers).Check(root.Map("device") ?? MapNode.Empty, header.Scale),
            };
            if (isScale) weights.CheckStability(model);
            else new PointLayout(_file, problems, root.Map("points") ?? MapNode.Empty, model).Check();
            CheckSubstance();
            bool isSound = !problems.Any(problem => problem.IsError && !_ofTests.Contains(problem.Kind));
            var tests = new ProfileTestCompiler(_file, problems, registers, model, names);
            model = model with { Tests = [.. root.Items("tests").Select((node, at) => tests.Test(at + 1, node)).OfType<ProfileTest>()] };
            if (isSound) results.AddRange(ProfileTestRunner.Run(model, _file));
            problems.AddRange(results.Where(result => result.Variant == variant).SelectMany(result => result.Failures));
            return model;
        }

        private IReadOnlyList<BusFraming> Framings()
        {
            if (root.Map("scale") is not null) return [BusFraming.Scale];
            return _modbus.Items("framings") is { Count: > 0 } framings ? [.. framings.Select(Framing)] : ProfileDefaults.Framings;
        }

        private TimeSpan UsualPeriod() => root.Map("scale") is null ? _usualPeriod : _usualPeriodOfScale;

        public ProfileModel Header()
        {
            var device = root.Map("device") ?? MapNode.Empty;
            string model = device.Text("model") ?? "";
            return new ProfileModel
            {
                Name = root.Text("profile") ?? "",
                Version = root.Text("version") ?? "",
                Manufacturer = device.Text("manufacturer") ?? "",
                ModelName = model,
                Firmware = FirmwareCompiler.Text(device),
                Grade = device.Text("grade") is [var grade] ? grade : 'C',
                Source = device.Text("source") ?? "",
                Label = LabelParser.Read(root["label"]) ?? new LocalizedText($"{device.Text("manufacturer")} {model}"),
                Notes = root.Text("notes"),
                Serial = Serial(),
                Unit = (byte?)_modbus.Integer("unit"),
                Scale = root.Map("scale") is { } scale ? new ScaleCompiler(_file, problems, root, scale).Model() : null,
                Framings = Framings(),
                Timeout = _section.Duration("timeout"),
                RequestGap = _section.Duration("request_gap"),
                MaximumRegisters = Limited(_modbus.Integer("max_registers"), 125),
                MaximumBits = Limited(_modbus.Integer("max_bits"), 2000),
                GapLimit = (int)Math.Clamp(_modbus.Integer("gap_limit") ?? 8, 0, 125),
                EvenStarts = _modbus.Flag("even_starts") ?? false,
                ReadAllRegistersAs = ReadAllAs(_modbus.Text("read_all_as")),
                ByteOrders = [.. _modbus.Items("byte_order").OfType<ScalarNode>().Select(Order).Distinct()],
            };
        }

        private static RegisterTable? ReadAllAs(string? table) => table switch
        {
            "hr" => RegisterTable.HoldingRegister,
            "ir" => RegisterTable.InputRegister,
            _ => null,
        };

        private static int Limited(long? given, int most) => (int)Math.Clamp(given ?? most, 1, most);

        private static BusFraming Framing(Node node) => (node as ScalarNode)?.Text switch
        {
            "ascii" => BusFraming.Ascii,
            "tcp" => BusFraming.Mbap,
            _ => BusFraming.Rtu,
        };

        private SerialSettings? Serial()
        {
            if (_section.Scalar("serial") is not { } serial) return null;
            if (SerialSettings.TryParse(serial.Text, out var settings, out string? fault)) return settings;
            problems.Add(_file.Problem(ProfileProblems.SerialSettings, serial.Span, serial.Text, fault));
            return null;
        }

        private AddressNotation Notation() => _modbus.Text("addresses") switch
        {
            "minus_one" => AddressNotation.MinusOne,
            "plc" or "plc_4xxxxx" => AddressNotation.Plc,
            _ => AddressNotation.ZeroBased,
        };

        private ByteOrder Order() => Order(_modbus.Scalar("byte_order"));

        private static ByteOrder Order(ScalarNode? word) => ByteOrderText.TryParse(word?.Text, out var order) ? order : ByteOrder.ABCD;

        private static IdentityCheck? Identity(RegisterParser registers, Node node)
        {
            if (node is not MapNode map || registers.Reference(map, new RegisterParser.Wanted(RegisterType.UInt16)) is not { } reference) return null;
            return map.Number("equals") is { } expected ? new IdentityCheck(reference, expected) : null;
        }

        private void CheckName(string? name)
        {
            if (name is null || root.Scalar("profile") is not { } own || own.Text == name) return;
            problems.Add(_file.Problem(ProfileProblems.NameMismatch, own.Span, own.Text, name));
        }

        private void CheckSubstance()
        {
            if (!document.IsWhole) return;
            var whole = TextSpan.Of(1, 1, _file.Lines[0].Length);
            if (root.Find("points") is null && root.Find("channels") is null) problems.Add(_file.Problem(ProfileProblems.NothingMeasured, whole));
            if (root.Find("tests") is null) problems.Add(_file.Problem(ProfileProblems.NoTests, whole));
        }
    }
}
