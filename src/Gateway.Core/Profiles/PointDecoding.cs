using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>From registers, or from a scale's report, to a value in the point's unit: everything about one point that acquisition needs.</summary>
public sealed record PointDecoding
{
    /// <summary>Where the value is; <see cref="RegisterReference.None"/> for a point of a scale.</summary>
    public RegisterReference Reference { get; init; } = RegisterReference.None;

    /// <summary>Which part of a scale's report it is; null for a point that is read from registers.</summary>
    public WeightField? Weight { get; init; }

    /// <summary>The value is a text as the device sends it.</summary>
    public bool IsText => Weight is { } shown ? shown == WeightField.Unit : Reference.Type == RegisterType.Text;

    /// <summary>value = number * scale + offset.</summary>
    public DecimalFactor Scale { get; init; } = DecimalFactor.One;

    public double Offset { get; init; }

    /// <summary>A register that holds how many decimals the number has: it is divided by ten to that power before scale and offset. 0 to 9, else Bad.</summary>
    public RegisterReference? DecimalsFrom { get; init; }

    /// <summary>A number that is added, times <see cref="FractionScale"/>: the part behind the decimal point of a total kept in two.</summary>
    public RegisterReference? FractionFrom { get; init; }

    public DecimalFactor FractionScale { get; init; } = DecimalFactor.One;

    /// <summary>A register that says in which unit, or over which range, the number is.</summary>
    public ScaleChoice? ScaleFrom { get; init; }

    /// <summary>Registers that hold the smallest and the largest value that the device can show, in the form of the value itself.</summary>
    public (RegisterReference Low, RegisterReference High)? RangeFrom { get; init; }

    /// <summary>A register and mask that is 1 when the number is negative (magnitude and sign kept apart).</summary>
    public RegisterReference? SignFrom { get; init; }

    /// <summary>Weights whose frames name no unit: as what they are marked, and the UCUM code of what they are taken for; null where frames name it.</summary>
    public (ScaleUnit Marked, string Taken)? FrameUnit { get; init; }

    /// <summary>The unit, or the meaning, is a setting of the device that nobody has confirmed: readings are Uncertain.</summary>
    public bool IsUnconfirmed { get; init; }

    /// <summary>A text whose characters have a register each, in its low byte.</summary>
    public bool IsWideText { get; init; }

    public IReadOnlyList<Sentinel> Sentinels { get; init; } = [];

    /// <summary>The value is true or false: the number compared with 0, exchanged when <see cref="IsInverted"/>.</summary>
    public bool IsBoolean { get; init; }

    public bool IsInverted { get; init; }

    /// <summary>The number stands for a word: a map from number to text. A number that is not in it reads Uncertain with its digits as text.</summary>
    public IReadOnlyDictionary<long, string>? Meanings { get; init; }

    /// <summary>Smallest and largest value the point can have, in its unit; outside reads Bad, out-of-range, with the value kept.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Everything that must be read for the value, itself first.</summary>
    public IEnumerable<RegisterReference> References() => new[]
    {
        Reference, DecimalsFrom, SignFrom, FractionFrom, ScaleFrom?.Reference, RangeFrom?.Low, RangeFrom?.High,
    }.OfType<RegisterReference>();

    /// <summary>The same with every reference changed.</summary>
    internal PointDecoding With(Func<RegisterReference, RegisterReference> change) => this with
    {
        Reference = change(Reference),
        DecimalsFrom = DecimalsFrom is { } decimals ? change(decimals) : null,
        SignFrom = SignFrom is { } sign ? change(sign) : null,
        FractionFrom = FractionFrom is { } fraction ? change(fraction) : null,
        ScaleFrom = ScaleFrom is { } scale ? scale with { Reference = change(scale.Reference) } : null,
        RangeFrom = RangeFrom is var (low, high) ? (change(low), change(high)) : null,
    };
}
