using System.Text.Json;
using Gateway.Core.Commissioning;

namespace Gateway.Cli.Commissioning;

/// <summary>A person's word for a candidate whose value cannot be changed: it is kept, and everywhere marked as not confirmed.</summary>
internal static class FindAcceptance
{
    /// <param name="last">The last search; null when there was none.</param>
    /// <param name="number">Of the candidate, from 1, as the search listed it.</param>
    public static int Run(CommandContext context, FindFile? last, int number)
    {
        if (last is not { Candidates.Count: > 0 } || last.Candidates.Any(candidate => FindFile.CandidateOf(candidate) is null))
            return BusOptions.Refuse(context, ("there is no search to go on with", "没有可继续的搜索"), "envgw find BUS -u N --value 7.21");
        if (number < 1 || number > last.Candidates.Count)
            return BusOptions.Refuse(
                context, ($"the last search has {Plural.Of(last.Candidates.Count, "candidate")}",
                    $"上次搜索有 {last.Candidates.Count} 个候选项"), "envgw find --accept 1");
        var finding = last.Candidates[number - 1];
        if (!IsEqual(finding))
            return BusOptions.Refuse(
                context, ($"{finding.Plc} reads {NumberText.Of(finding.Readings[^1].Value)}, and the display shows {finding.Readings[^1].Shown}",
                    $"{finding.Plc} 读作 {NumberText.Of(finding.Readings[^1].Value)}，而显示为 {finding.Readings[^1].Shown}"), "envgw find --accept 1");
        int rivals = last.Candidates.Count(other => other != finding && IsEqual(other));
        var file = last with
        {
            Findings = [.. last.Findings.Where(known => (known.Table, known.Address) != (finding.Table, finding.Address)), finding with { Unconfirmed = true }],
        };
        UserState.Keep(context, UserState.LastFind, JsonSerializer.Serialize(file, CommissioningJson.Readable.FindFile));
        if (context.Json) context.Out.WriteLine(JsonSerializer.Serialize(file, CommissioningJson.Readable.FindFile));
        else context.Out.WriteLine(context.Say(
            $"{finding.Plc} as {finding.Type} {finding.ByteOrder} is accepted, NOT confirmed: only {finding.Readings[^1].Shown} was seen.",
            $"已采纳 {finding.Plc}（{finding.Type} {finding.ByteOrder}），未确认：只见过 {finding.Readings[^1].Shown}。"));
        if (rivals > 0)
            context.Warn(($"{Plural.Of(rivals, "other candidate")} read the same; only another value tells them apart", $"另有 {rivals} 个候选项读数相同；只有换一个值才能区分"));
        context.Next(("envgw profile new NAME --from last", "envgw profile new 名称 --from last"));
        return ExitCode.Fine;
    }

    /// <summary>Whether a display would show its last reading so.</summary>
    private static bool IsEqual(FindFile.Finding finding) =>
        ShownValue.TryParse(finding.Readings[^1].Shown ?? "", out var shown)
            && shown.IsShownFor(finding.Readings[^1].Value);
}
