using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>How a profile says what a register means for the quality of points.</summary>
internal static class StatusShape
{
    private static readonly Shape _meaning = new ByKindShape(("good, or { quality: …, reason: … }", " good，或 { quality: …, reason: … }"),
        scalar: new WordShape("good"),
        map: new ObjectShape("quality", ("a quality", "质量"), Quality));

    private static readonly Shape _bitMeaning = new ObjectShape("status_bit", ("a status bit", "状态位"),
        [new("when", new WordShape("0", "1"), "the bit's value that means this; 1 when left out"), .. Quality]);

    /// <summary>How far readings can be trusted, and why.</summary>
    public static ShapeKey[] Quality =>
    [
        new("quality", new WordShape("good", "uncertain", "bad"), "how far readings can then be trusted", IsRequired: true),
        new("reason", new WordShape([.. QualityText.Reasons]), "why; needed unless good"),
        new("name", new TextShape(), "the device manual's words for it"),
    ];

    /// <summary>Status words of a device.</summary>
    /// <param name="appliesTo">The key that names the points.</param>
    public static Shape OfDevice(ShapeKey appliesTo) => Words("status", ("a status word", "状态字"), ReferenceShape.Keys, [appliesTo]);

    /// <summary>Status words of a channel's first slot.</summary>
    public static Shape OfChannel { get; } = Words("channel_status", ("a channel's status word", "通道状态字"), ReferenceShape.SlotKeys, []);

    private static ListShape Words(string name, Wording called, ShapeKey[] reference, ShapeKey[] more) => new(new ObjectShape(name, called,
    [
        .. reference.Where(key => key.Name != "bit"),
        new("count", NumberShape.Whole(1, 125), "how many such words stand one after another: a list of errors"),
        .. more,
        new("bits", new NamedMapShape("^[0-9]{1,2}$", ("a bit number", "位号"), ("a number from 0", "从 0 起的数字"), _bitMeaning), "what single bits mean"),
        new("values", new NamedMapShape(MeaningShape.NumberKey, ("a status value", "状态值"), MeaningShape.NumberForm, _meaning),
            "what the whole word means, number by number"),
        new("otherwise", _meaning, "what a number means that is not listed; good when left out"),
    ])
    {
        ExactlyOneOf = ["bits", "values"],
    });
}
