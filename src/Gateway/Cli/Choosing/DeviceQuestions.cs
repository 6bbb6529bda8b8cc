using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>Asks a person for what a profile leaves open, one thing after the other; an empty line leaves open what need not be known.</summary>
/// <param name="ask">Shows a question and gives what was typed; null when the input has ended.</param>
internal sealed class DeviceQuestions(CommandContext context, Func<Wording, CancellationToken, Task<string?>> ask)
{
    /// <summary>An answer that does not fit is asked for again, but not for ever.</summary>
    private const int MostAnswers = 64;

    /// <returns>What is known then; vital needs may still be open when the input ended.</returns>
    public async Task<DeviceChoices> CompletedAsync(ProfileModel profile, DeviceChoices said, CancellationToken stop)
    {
        var passed = new HashSet<(NeedKind, string?)>();
        for (int i = 0; i < MostAnswers; i++)
        {
            if (DeviceNeeds.Of(profile, said).FirstOrDefault(need => !passed.Contains((need.Kind, need.Point))) is not { } open) return said;
            context.Tell(($"{open.Message.English}\n  possible: {open.Possible}", $"{open.Message.Chinese}\n  可选：{open.Possible}"));
            var answered = open.Kind == NeedKind.Channels ? await ChannelsAsync(open, said, stop) : await OneAsync(open, said, stop);
            if (answered is null) passed.Add((open.Kind, open.Point));
            else said = answered;
        }
        return said;
    }

    /// <returns>Null when it is left open.</returns>
    private async Task<DeviceChoices?> OneAsync(DeviceNeed open, DeviceChoices said, CancellationToken stop)
    {
        while (await ask(Question(open), stop) is { } typed && (typed.Trim() is { Length: > 0 } answer || open.IsVital))
        {
            if (With(open, said, typed.Trim()) is { } chosen) return chosen;
            context.Tell(($"'{typed.Trim()}' is none of: {open.Possible}", $"“{typed.Trim()}” 不在可选范围：{open.Possible}"));
        }
        return null;
    }

    /// <summary>Any number of slots, one a line.</summary>
    private async Task<DeviceChoices?> ChannelsAsync(DeviceNeed open, DeviceChoices said, CancellationToken stop)
    {
        List<ChannelChoice> channels = [];
        while (await ask(("slot=quantity, an empty line ends: ", "通道=量，空行结束："), stop) is { } typed)
        {
            if (typed.Trim().Length == 0)
            {
                if (channels.Count > 0 || !open.IsVital) break;
            }
            else if (ChannelChoice.TryParse(typed.Trim(), out var channel)) channels.Add(channel);
            else context.Tell(($"'{typed.Trim()}' is none of: {open.Possible}", $"“{typed.Trim()}” 不在可选范围：{open.Possible}"));
        }
        return channels.Count > 0 ? said with { Channels = channels } : null;
    }

    private static Wording Question(DeviceNeed open) => open.Kind switch
    {
        NeedKind.Variant => ("which one: ", "请选择："),
        NeedKind.ByteOrder => ("byte order: ", "字节序："),
        NeedKind.Init => ("allow it (true or false; empty: decide later): ", "是否允许（true 或 false；留空则稍后决定）："),
        _ => ($"unit of {open.Point} (empty: decide later): ", $"{open.Point} 的单位（留空则稍后决定）："),
    };

    private static DeviceChoices? With(DeviceNeed open, DeviceChoices said, string answer)
    {
        if (open.Words.Count > 0 && !open.Words.Contains(answer)) return null;
        return open.Kind switch
        {
            NeedKind.Variant => said with { Variant = answer },
            NeedKind.ByteOrder => said with { ByteOrder = answer },
            NeedKind.Init => said with { Init = answer },
            _ => UnitChoice.TryParse($"{open.Point}={answer}", out var unit) ? said with { Units = [.. said.Units, unit] } : null,
        };
    }
}
