using Gateway.Core.Documents;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>Reads for which firmware a profile holds and where the device tells its own.</summary>
internal sealed class FirmwareCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    /// <summary>The range as a person reads it; null when the profile does not say.</summary>
    public static string? Text(MapNode device) => device.Text("firmware") ?? device.Map("firmware")?.Text("range");

    /// <param name="scale">How the scale is spoken with; null for a Modbus device.</param>
    public FirmwareCheck? Check(MapNode device, ScaleModel? scale)
    {
        if (device.Map("firmware") is not { } map || map.Scalar("range") is not { } written) return null;
        if (!VersionRange.TryParse(written.Text, out var range))
        {
            problems.Add(file.Problem(ProfileProblems.FirmwareRange, written.Span, written.Text));
            return null;
        }
        if (map.Find("command") is { } command) return Told(map, command, scale, range);
        if (map.Find("object") is { } identification)
        {
            if (scale is not null) problems.Add(file.Problem(ProfileProblems.KeyUnfit, identification.Key.Span, "object", ("with a scale", "秤")));
            return new FirmwareCheck(null, FirmwareForm.Text, DecimalFactor.One, range) { Object = (byte?)map.Integer("object") };
        }
        return map.Find("read") is null ? null : InRegister(map, range);
    }

    /// <summary>A scale that is asked says what it is; one that talks by itself does not listen.</summary>
    private FirmwareCheck Told(MapNode map, MapEntry command, ScaleModel? scale, VersionRange range)
    {
        string word = map.Text("command") ?? "";
        string[] known = scale is { Mode: ScaleModes.Polled } ? [.. ScaleProtocols.Create(scale.Protocol, scale.Options).IdentificationCommands] : [];
        if (!known.Contains(word))
        {
            string said = known.Length == 0 ? "-" : string.Join(", ", known);
            problems.Add(file.Problem(ProfileProblems.KeyUnfit, command.Key.Span, "command",
                ($"so: what this device can be asked for is {said}", $"（该设备可用的命令：{said}）")));
        }
        return new FirmwareCheck(null, FirmwareForm.Text, DecimalFactor.One, range) { Command = word };
    }

    private FirmwareCheck? InRegister(MapNode map, VersionRange range)
    {
        var form = map.Text("form") switch
        {
            "bytes" => FirmwareForm.Bytes,
            "words" => FirmwareForm.Words,
            "text" => FirmwareForm.Text,
            _ => FirmwareForm.Number,
        };
        bool isText = map.Text("type") == "text";
        var wanted = new RegisterParser.Wanted(RegisterType.UInt16, (int)((map.Integer("length") ?? 0) + 1) / 2);
        if (registers.Reference(map, wanted) is not { } reference)
        {
            if (isText && map.Integer("length") is null) problems.Add(file.Problem(ProfileProblems.LengthMissing, map.Scalar("type")!.Span));
            return null;
        }
        if (isText != (form is FirmwareForm.Text or FirmwareForm.Words))
        {
            var unfit = (map.Find("form") ?? map.Find("type"))!;
            problems.Add(file.Problem(ProfileProblems.KeyUnfit, unfit.Key.Span, unfit.Name, _twoForms));
        }
        return new FirmwareCheck(reference, form, map.Decimal("scale") is { } scale && scale != 0 ? DecimalFactor.From(scale) : DecimalFactor.One, range);
    }

    private static readonly Wording _twoForms =
        ("unless 'type: text' stands together with 'form: text' or 'form: words'", "（type: text 必须与 form: text 或 form: words 同时使用）");
}
