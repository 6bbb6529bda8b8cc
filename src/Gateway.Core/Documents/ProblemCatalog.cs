using Gateway.Core.Commissioning;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Documents;

/// <summary>Every kind of problem there is, by its code: what <c>envgw explain</c> looks up.</summary>
public static class ProblemCatalog
{
    private static readonly Dictionary<string, ProblemKind> _byCode = ((IEnumerable<ProblemKind>)
    [
        .. TextProblems.All, .. ShapeProblems.Site.All, .. ShapeProblems.Profile.All, .. ProfileProblems.All, .. UnitProblems.All,
        .. ScaleProblems.All, .. SiteProblems.All,
        .. ScaleBusProblems.All, .. AlarmProblems.All, .. FeedProblems.All, .. BusProblems.All,
    ]).ToDictionary(kind => kind.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>All kinds in order of their codes.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } = [.. _byCode.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>Case of the code does not matter; null when there is no such code.</summary>
    public static ProblemKind? Find(string code) => _byCode.GetValueOrDefault(code);

    /// <summary>The code that was probably meant.</summary>
    public static string? Nearest(string code) => Suggestion.For(code.ToUpperInvariant(), _byCode.Keys);

    private static readonly Wording _inTheMessage = ("the message says what fits at its place", "出错时的消息会说明该处可用的内容");

    /// <summary>Code, message and explanation as text for a person.</summary>
    public static string Explain(ProblemKind kind, string language)
    {
        Wording severity = ProblemText.Severity(kind.Severity);
        return $"{severity.In(language)}[{kind.Code}]{(Wording.IsChinese(language) ? "：" : ": ")}{Unfilled(kind.Message).In(language)}\n\n"
            + $"{Unfilled(kind.Explanation).In(language)}\n\n"
            + $"{new Wording("What to do: ", "建议：").In(language)}{HelpOf(kind).In(language)}\n";
    }

    /// <summary>A list or a word that only a place has cannot be shown without one.</summary>
    private static Wording HelpOf(ProblemKind kind)
    {
        var help = Unfilled(kind.Help);
        return help.English.EndsWith('…') || help.Chinese.EndsWith('…') ? _inTheMessage : help;
    }

    /// <summary>The texts with dots where particulars would stand.</summary>
    private static Wording Unfilled(Wording text) => text.Filled([.. Enumerable.Repeat<Wording>("…", ProblemKind.MostArguments)]);
}
