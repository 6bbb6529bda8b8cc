using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli;

/// <summary><c>envgw profile match</c>: reads what tells a device from others, and says which profiles fit. Reads only.</summary>
internal static class ProfileMatchVerb
{
    private static readonly TimeSpan _usualTimeout = TimeSpan.FromMilliseconds(500);

    public static Verb Create()
    {
        var match = new Verb("match", ("Which profiles fit a device, by the identity checks that profiles have. Reads only.", "按模板的身份校验判断哪些模板适合设备。只读。"),
            new Example("envgw profile match /dev/ttyUSB0 -u 3", ("a device on a serial line", "串行总线上的设备")),
            new Example("envgw profile match tcp://192.0.2.20:502 -u 1 --json", ("a device on the network, as JSON", "网络设备，JSON 输出")))
        {
            BusOptions.Bus, BusOptions.Unit, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo, SharedOptions.Config,
        };
        match.SetAction((parsed, cancel) => RunAsync(CommandContext.From(parsed), parsed, cancel));
        return match;
    }

    private static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancel)
    {
        int exitCode = BusOptions.TryModbusTarget(parsed, context, out var target);
        if (target is null) return exitCode;
        var timeout = context.Timeout ?? _usualTimeout;
        byte unit = parsed.GetResult(BusOptions.Unit) is null ? (byte)1 : parsed.GetValue(BusOptions.Unit);
        ProfileModel[] profiles = [.. ProfileVerb.LibraryOf(parsed).All.Select(file => file.Compiled.Model).OfType<ProfileModel>()];
        return await new BusAccess(context).UseAsync(
            target,
            async line =>
            {
                var questions = ProfileMatcher.Questions(profiles);
                if (await AskAsync(line, unit, questions, timeout, cancel) is { } answers)
                    return Report(context, target.Written, unit, profiles, ProfileMatcher.Judge(profiles, answers));
                context.Fail(($"unit {unit} on {target.Written} does not answer", $"{target.Written} 上的从站 {unit} 没有应答"),
                    next: $"envgw bus scan {target.Written}");
                return ExitCode.NoAnswer;
            },
            cancel);
    }

    /// <returns>Null when the unit answered nothing at all.</returns>
    private static async Task<Dictionary<RegisterRange, ReadOnlyMemory<byte>>?> AskAsync(
        BusLine line, byte unit, IReadOnlyList<RegisterRange> questions, TimeSpan timeout, CancellationToken cancel)
    {
        var answers = new Dictionary<RegisterRange, ReadOnlyMemory<byte>>();
        bool hasAnswered = false;
        int silences = 0;
        foreach (var range in questions)
        {
            byte[] data = new byte[range.IsBits ? (range.Quantity + 7) / 8 : range.Quantity * 2];
            var answer = await line.Client.RequestAsync(unit, RequestFor(range), data, timeout, cancel);
            hasAnswered |= answer.Outcome is ModbusOutcome.Ok or ModbusOutcome.Exception;
            if (answer.IsOk) answers[range] = data;
            // Some sensors are silent on what they do not have; but one that has said nothing three times is not there.
            else if (answer.Outcome != ModbusOutcome.Exception && ++silences >= 3 && !hasAnswered) return null;
        }
        return hasAnswered ? answers : null;
    }

    private static ModbusRequest RequestFor(RegisterRange range) => range.Table switch
    {
        RegisterTable.Coil => ModbusRequest.ReadCoils(range.Address, range.Quantity),
        RegisterTable.DiscreteInput => ModbusRequest.ReadDiscreteInputs(range.Address, range.Quantity),
        RegisterTable.InputRegister => ModbusRequest.ReadInputRegisters(range.Address, range.Quantity),
        _ => ModbusRequest.ReadHoldingRegisters(range.Address, range.Quantity),
    };

    private static int Report(CommandContext context, string bus, byte unit, ProfileModel[] profiles, IReadOnlyList<ProfileMatch> matches)
    {
        int compared = profiles.Count(profile => profile.Forms.Any(form => form.Identity.Count > 0));
        ProfileMatchLine[] lines = [.. matches.Select(ProfileMatchLine.Of)];
        bool isFound = matches.Any(match => match.Fits);
        if (context.Json)
        {
            var report = new ProfileMatchReport("envgw.profile-match/1", bus, unit, compared, profiles.Length - compared, lines);
            context.Out.WriteLine(JsonSerializer.Serialize(report, CliJson.Readable.ProfileMatchReport));
            return isFound ? ExitCode.Fine : ExitCode.ProblemsFound;
        }
        var table = new TextTable(context.Say("PROFILE", "模板"), context.Say("CHECKS", "校验"), context.Say("DEVICE", "设备"), context.Say("AGAINST IT", "不符之处"));
        foreach (var match in matches)
            table.Add(
                match.Name, context.Say($"{match.Agreed} of {match.Checks}",
                    $"{match.Checks} 项中 {match.Agreed} 项"), $"{match.Form.Manufacturer} {match.Form.ModelName}", match.Against ?? "");
        if (matches.Count > 0) context.Out.Write(table);
        else context.Out.WriteLine(context.Say("No profile fits.", "没有适合的模板。"));
        context.Note(($"{compared} profiles compared; {profiles.Length - compared} have nothing that tells their device from others",
            $"已比较 {compared} 个模板；另有 {profiles.Length - compared} 个模板没有身份校验"));
        context.Next(isFound ? $"envgw profile show {matches[0].Form.Name}" : $"envgw reg sweep {bus} -u {unit}");
        return isFound ? ExitCode.Fine : ExitCode.ProblemsFound;
    }
}
