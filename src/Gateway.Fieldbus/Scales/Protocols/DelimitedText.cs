using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Fieldbus.Scales.Protocols;

/// <summary>Lines of text that a technician describes with a regular expression, so that a scale nobody has heard of is a file.</summary>
/// <remarks>
/// The expression is searched for in what stands between the delimiters, by an automaton whose time is linear in the line. Its named groups say what is what:
/// <c>weight</c>, with <c>gross</c>, <c>net</c> or <c>tare</c> as marks beside it, or these three as weights themselves where there is no <c>weight</c>;
/// <c>unit</c>, <c>sign</c>, <c>address</c> (a number, or A to Z for 1 to 26); the marks <c>stable</c>, <c>motion</c>, <c>zero</c>, <c>overload</c> and
/// <c>underload</c>, which hold when they match something; <c>error</c>, the device's own code.
/// </remarks>
internal sealed class DelimitedText : ScaleProtocol
{
    private const int LongestPattern = 512;

    private static readonly string[] Groups =
        ["weight", "gross", "net", "tare", "unit", "sign", "address", "stable", "motion", "zero", "overload", "underload", "error"];

    private static readonly string[] Weights = ["weight", "gross", "net", "tare"];

    private readonly Regex _pattern;
    private readonly byte[] _start;
    private readonly HashSet<string> _groups;

    public DelimitedText(string name, ScaleOptions options) : base(name, options)
    {
        _pattern = Compile(options.Pattern ?? "");
        _groups = [.. _pattern.GetGroupNames()];
        _start = Encoding.Latin1.GetBytes(options.Start);
        MaximumFrame = options.MaximumFrame;
    }

    public override ScaleModes Modes => Options.Poll switch
    {
        null => ScaleModes.Streaming,
        var poll when ScaleTemplate.NamesAddress(poll) => ScaleModes.Polled | ScaleModes.Addressed,
        _ => ScaleModes.Polled,
    };

    public override int MaximumFrame { get; }

    public override (int Lowest, int Highest)? Addresses => (0, 255);

    public override bool AnswersNameTheScale => _groups.Contains("address");

    public override ReadOnlyMemory<byte> Boundary => _start.Length > 0 ? default : LineEnd.ToArray();

    /// <summary>The poll has no words of its own; it stands whole in the options.</summary>
    private protected override IReadOnlyList<string> UsualCommands => Options.Poll is { } poll ? [poll] : [];

    public static IEnumerable<ScaleOptionFault> Check(ScaleOptions options)
    {
        if (options.MaximumFrame is < 2 or > LongestFrame)
            yield return new(ScaleOptionFaultKind.OutOfRange, nameof(options.MaximumFrame), $"2 to {LongestFrame}");
        if (options.Start.Length > 8) yield return new(ScaleOptionFaultKind.OutOfRange, nameof(options.Start), "0 to 8 bytes");
        if (options.Poll is { Length: 0 or > 64 }) yield return new(ScaleOptionFaultKind.OutOfRange, nameof(options.Poll), "1 to 64 bytes");
        if (string.IsNullOrEmpty(options.Pattern))
        {
            yield return new(ScaleOptionFaultKind.PatternMissing, nameof(options.Pattern), "");
            yield break;
        }
        foreach (var fault in PatternFaults(options.Pattern)) yield return fault;
    }

    public override int WritePoll(string command, int? address, Span<byte> destination)
    {
        var poll = new FrameWriter(destination);
        ScaleTemplate.Add(ref poll, command, new() { Address = address });
        return poll.Result;
    }

    private static List<ScaleOptionFault> PatternFaults(string pattern)
    {
        if (pattern.Length > LongestPattern) return [new(ScaleOptionFaultKind.OutOfRange, nameof(ScaleOptions.Pattern), $"1 to {LongestPattern} characters")];
        string[] names;
        try
        {
            names = [.. Compile(pattern).GetGroupNames().Where(name => name != "0")];
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return [new(ScaleOptionFaultKind.PatternInvalid, nameof(ScaleOptions.Pattern), e.Message)];
        }
        List<ScaleOptionFault> faults =
            [.. names.Except(Groups).Select(name => new ScaleOptionFault(ScaleOptionFaultKind.PatternGroupUnknown, nameof(ScaleOptions.Pattern), name))];
        if (!names.Intersect(Weights).Any())
            faults.Add(new(ScaleOptionFaultKind.PatternWithoutWeight, nameof(ScaleOptions.Pattern), string.Join(", ", Weights)));
        return faults;
    }

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private protected override FrameResult Match(ReadOnlySpan<byte> window, out WeightReport report, out int length)
    {
        report = default;
        length = 0;
        // Half a line end that was left over must not keep an expression from beginning with ^.
        if (_start.Length == 0 && LineEnd.Contains(window[0])) return FrameResult.Garbage;
        var begun = window[..Math.Min(window.Length, _start.Length)];
        if (!_start.AsSpan().StartsWith(begun)) return FrameResult.Garbage;
        var afterStart = window[begun.Length..];
        if (!TryTakeLine(afterStart, out var line, out int taken)) return FrameResult.NeedMore;
        // Another beginning inside: the first one was the rest of a broken frame, or noise.
        if (_start.Length > 0 && line.IndexOf(_start) >= 0) return FrameResult.Garbage;

        length = _start.Length + taken;
        var match = _pattern.Match(Encoding.Latin1.GetString(line));
        return match.Success && TryReadGroups(match, line, out report) ? FrameResult.Report : FrameResult.Garbage;
    }

    private bool TryReadGroups(Match match, ReadOnlySpan<byte> line, out WeightReport report)
    {
        var condition = Holds(match, "overload") ? ScaleCondition.OverRange
            : Holds(match, "underload") ? ScaleCondition.UnderRange
            : Holds(match, "error") ? ScaleCondition.Error
            : ScaleCondition.Ok;
        report = new()
        {
            Condition = condition,
            ErrorCode = condition == ScaleCondition.Error ? match.Groups["error"].Value : null,
            Stable = Mark(match, "stable") ?? !Mark(match, "motion"),
            CentreOfZero = Mark(match, "zero"),
            Address = ReadAddress(match.Groups["address"].Value),
        };
        if (condition != ScaleCondition.Ok) return true;
        var unit = ScaleUnits.Read(Bytes(match, "unit", line), out string? other);
        report = report with { Unit = unit, UnitText = other };
        return _groups.Contains("weight") ? TryReadMarkedWeight(match, line, ref report) : TryReadNamedWeights(match, line, ref report);
    }

    private bool TryReadMarkedWeight(Match match, ReadOnlySpan<byte> line, ref WeightReport report)
    {
        if (!TryReadWeight(match, "weight", line, out var weight)) return false;
        report = 0 switch
        {
            _ when Holds(match, "net") => report with { Net = weight },
            _ when Holds(match, "gross") => report with { Gross = weight },
            _ when Holds(match, "tare") => report with { Tare = weight },
            _ => report with { Displayed = weight },
        };
        return true;
    }

    private bool TryReadNamedWeights(Match match, ReadOnlySpan<byte> line, ref WeightReport report)
    {
        if (Holds(match, "gross") && TryReadWeight(match, "gross", line, out var gross)) report = report with { Gross = gross };
        if (Holds(match, "net") && TryReadWeight(match, "net", line, out var net)) report = report with { Net = net };
        if (Holds(match, "tare") && TryReadWeight(match, "tare", line, out var tare)) report = report with { Tare = tare };
        return report.HasWeight;
    }

    private bool TryReadWeight(Match match, string group, ReadOnlySpan<byte> line, out Weight weight)
    {
        var text = Bytes(match, group, line).Trim((byte)' ');
        bool negative = match.Groups["sign"].Value.Contains('-', StringComparison.Ordinal);
        if (Options.NegativeSign == SignStyle.Trailing && text is [.. var before, (byte)'-' or (byte)'+'])
        {
            negative |= text[^1] == '-';
            text = before;
        }
        else if (Options.NegativeSign == SignStyle.Parentheses && text is [(byte)'(', .. var inner, (byte)')'])
        {
            negative = true;
            text = inner;
        }
        if (!Weight.TryParse(text, Options.Decimals, out weight)) return false;
        if (negative && weight.Digits > 0) weight = -weight;
        return true;
    }

    private bool? Mark(Match match, string group) => _groups.Contains(group) ? Holds(match, group) : null;

    private static bool Holds(Match match, string group) => match.Groups[group] is { Success: true, Length: > 0 };

    private static ReadOnlySpan<byte> Bytes(Match match, string group, ReadOnlySpan<byte> line) =>
        match.Groups[group] is { Success: true } found ? line.Slice(found.Index, found.Length) : default;

    private static int? ReadAddress(string text) => text switch
    {
        [>= 'A' and <= 'Z' and var letter] => letter - 'A' + 1,
        { Length: > 0 and <= 3 } when int.TryParse(text, out int number) => number,
        _ => null,
    };

    /// <summary>By <see cref="ScaleOptions.Template"/>: a frame cannot be made from an expression.</summary>
    public override int WriteFrame(in WeightReport report, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (Options.Template is not { } template) return 0;
        if (report.Condition >= ScaleCondition.OverRange && !ScaleTemplate.TellsCondition(template)) return 0;
        frame.Add(_start);
        ScaleTemplate.Add(ref frame, template, report, Options.NegativeSign);
        frame.Add(LineEnd);
        return frame.Result;
    }
}
