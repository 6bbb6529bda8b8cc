namespace Gateway.Fieldbus.Scales;

/// <summary>What one frame of a scale says. What the frame does not say is null; digits sent with a condition that forbids them are left out.</summary>
public readonly record struct WeightReport
{
    public Weight? Gross { get; init; }

    public Weight? Net { get; init; }

    public Weight? Tare { get; init; }

    /// <summary>The weight shown, where the protocol does not say whether it is gross or net.</summary>
    public Weight? Displayed { get; init; }

    /// <summary>Unit of all weights of the report.</summary>
    public ScaleUnit Unit { get; init; }

    /// <summary>The device's own word for a unit that is <see cref="ScaleUnit.Other"/>; null for all others.</summary>
    public string? UnitText { get; init; }

    /// <summary>Whether the load is at rest; null where the protocol has no such flag.</summary>
    public bool? Stable { get; init; }

    public ScaleCondition Condition { get; init; }

    /// <summary>The device's own code of an error or refusal, such as <c>ES</c> or <c>ERR03</c>; else null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Whether the load is within a quarter of a division of zero; null where the protocol does not say.</summary>
    public bool? CentreOfZero { get; init; }

    /// <summary>Whether the weight is finer than the verified display division: not to be used where the law asks for the displayed one.</summary>
    public bool HighResolution { get; init; }

    /// <summary>The address the frame names, as the protocol counts them; null where it names none.</summary>
    public int? Address { get; init; }

    /// <summary>Bytes of the frame, delimiters and check sum included.</summary>
    public int FrameLength { get; init; }

    public bool HasWeight => (Gross ?? Net ?? Tare ?? Displayed) is not null;

    /// <summary>The weight on the display: net while a tare is active, else gross, else the one that is not named.</summary>
    public Weight? Shown => Displayed ?? (ShowsNet ? Net : Gross ?? Tare);

    /// <summary>Whether the weight on the display is a net weight.</summary>
    public bool ShowsNet => Displayed is null && Net is not null && (Gross is null || Tare is { Digits: not 0 });

    /// <summary>Adds what two of gross, net and tare say of the third: net = gross − tare (OIML R 76-1:2006, T.5.2).</summary>
    public WeightReport Completed() => (Gross, Net, Tare) switch
    {
        ({ } gross, null, { } tare) => this with { Net = gross.Plus(-tare) },
        (null, { } net, { } tare) => this with { Gross = net.Plus(tare) },
        ({ } gross, { } net, null) => this with { Tare = gross.Plus(-net) },
        _ => this,
    };

    /// <summary>Adds what a further answer of the same scale says to this one; the worse condition and the lesser stability hold.</summary>
    /// <returns>Null when the two are not in one unit: the display was switched between them.</returns>
    public WeightReport? With(in WeightReport further)
    {
        if (HasWeight && further.HasWeight && (Unit, UnitText) != (further.Unit, further.UnitText)) return null;
        var named = HasWeight ? this : further;
        return this with
        {
            Gross = further.Gross ?? Gross,
            Net = further.Net ?? Net,
            Tare = further.Tare ?? Tare,
            Displayed = further.Displayed ?? Displayed,
            Unit = named.Unit,
            UnitText = named.UnitText,
            Stable = Stable is null || further.Stable is null ? Stable ?? further.Stable : Stable.Value && further.Stable.Value,
            Condition = (ScaleCondition)Math.Max((int)Condition, (int)further.Condition),
            ErrorCode = ErrorCode ?? further.ErrorCode,
            CentreOfZero = further.CentreOfZero ?? CentreOfZero,
            HighResolution = HighResolution || further.HighResolution,
            FrameLength = FrameLength + further.FrameLength,
        };
    }
}
