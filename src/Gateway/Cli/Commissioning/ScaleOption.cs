using System.CommandLine;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>Which weighing protocol a command reads: said by name, by the profile of a scale, or by the site for its own buses.</summary>
internal static class ScaleOption
{
    public static VerbOption<string?> Scale { get; } = new("--scale",
        ("A weighing protocol such as toledo-continuous, or the profile of a scale.", "称重协议（如 toledo-continuous）或秤的模板。"), "PROTOCOL|PROFILE");

    /// <param name="target">The bus that is listened to; null when there is none.</param>
    /// <returns>The exit code after what is wrong has been reported; 0 with a protocol, or with null when neither the line nor the site says one.</returns>
    public static int TryProtocol(ParseResult parsed, CommandContext context, BusTarget? target, out ScaleProtocol? protocol)
    {
        protocol = null;
        if (parsed.GetValue(Scale) is not { } word)
        {
            // Whoever listens hears all scales of the line, also when each has an address.
            if (target is { IsScale: true, Scales: [{ Scale: { } own }, ..] })
                protocol = ScaleProtocols.Create(own.Protocol, own.IsAddressed ? own.Options with { Address = null } : own.Options);
            return ExitCode.Fine;
        }
        if (ScaleProtocols.Names.Contains(word) && word != ScaleProtocols.Described)
        {
            protocol = ScaleProtocols.Create(word, new ScaleOptions());
            return ExitCode.Fine;
        }
        var library = ProfileVerb.LibraryOf(parsed);
        if (ModelOf(library, word) is { } scale) protocol = ScaleProtocols.Create(scale.Protocol, scale.Options);
        return protocol is null ? Refuse(context, library, word) : ExitCode.Fine;
    }

    private static ScaleModel? ModelOf(ProfileLibrary library, string word) =>
        library.Find(word)?.Compiled.Model?.Forms.Select(form => form.Scale).OfType<ScaleModel>().FirstOrDefault();

    private static int Refuse(CommandContext context, ProfileLibrary library, string word) => word == ScaleProtocols.Described
        ? BusOptions.Refuse(
            context, ($"what {word} looks like, a profile says", $"{word} 的格式由模板描述"), "--scale waste/delimited-text-example")
        : BusOptions.Refuse(
            context, ($"'{word}' is no weighing protocol and no profile of a scale", $"“{word}” 不是称重协议，也不是秤的模板"),
            $"--scale {Suggestion.For(word, ScaleProtocols.Names.Concat(library.Names)) ?? string.Join(", ", ScaleProtocols.Names)}");
}
