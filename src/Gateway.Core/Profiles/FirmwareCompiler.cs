using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Reads for which firmware a profile holds and where the device tells its own.</summary>
internal sealed class FirmwareCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    /// <summary>The range as a person reads it; null when the profile does not say.</summary>
    public static string? Text(MapNode device) => device.Text("firmware") ?? device.Map("firmware")?.Text("range");

    public FirmwareCheck? Check(MapNode device)
    {
        if (device.Map("firmware") is not { } map || map.Scalar("range") is not { } written) return null;
        var form = map.Text("form") switch { "bytes" => FirmwareForm.Bytes, "text" => FirmwareForm.Text, _ => FirmwareForm.Number };
        if (!VersionRange.TryParse(written.Text, out var range))
        {
            problems.Add(file.Problem(ProfileProblems.FirmwareRange, written.Span, written.Text));
            return null;
        }
        if (map.Find("read") is null) return null;
        bool isText = map.Text("type") == "text";
        var wanted = new RegisterParser.Wanted(RegisterType.UInt16, (int)((map.Integer("length") ?? 0) + 1) / 2);
        if (registers.Reference(map, wanted) is not { } reference)
        {
            if (isText && map.Integer("length") is null) problems.Add(file.Problem(ProfileProblems.LengthMissing, map.Scalar("type")!.Span));
            return null;
        }
        if (isText != (form == FirmwareForm.Text))
        {
            var unfit = (map.Find("form") ?? map.Find("type"))!;
            problems.Add(file.Problem(ProfileProblems.KeyUnfit, unfit.Key.Span, unfit.Name, _twoForms));
        }
        return new FirmwareCheck(reference, form, map.Decimal("scale") is { } scale && scale != 0 ? DecimalFactor.From(scale) : DecimalFactor.One, range);
    }

    private static readonly Wording _twoForms = ("unless 'type: text' and 'form: text' stand together", "（type: text 与 form: text 必须同时使用）");
}
