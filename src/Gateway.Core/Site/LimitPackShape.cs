using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Site;

/// <summary>What a limit pack may say.</summary>
internal static class LimitPackShape
{
    public const string NamePattern = "^[a-z0-9-]{1,64}$";

    private static readonly Shape _text = new TextShape();
    private static readonly Shape _number = new NumberShape();
    private static readonly Shape _class = new PatternShape(NamedMapShape.NamePattern, ("a site class such as plant-outlet", "场所类别，例如 plant-outlet"));
    private static readonly Shape _date = new PatternShape("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", ("a date such as 2023-04-01", "日期，例如 2023-04-01"));
    private static readonly Shape _delay = new DurationShape(TimeSpan.Zero, SiteShape.LongestDelay);

    private static readonly Shape _row = new ObjectShape("limit_row", ("a row", "限值行"),
        new ShapeKey("quantity", new PatternShape("^[a-z][a-z0-9_]{0,63}$", ("a quantity such as turbidity", "量，例如 turbidity")), "what is limited",
            IsRequired: true),
        new ShapeKey("class", new ByKindShape(("a site class, or a list of them", "场所类别，或其列表"), scalar: _class, list: new ListShape(_class, 1, 50)),
            "site classes it holds for", IsRequired: true),
        new ShapeKey("high_high", _number, "raised above this"),
        new ShapeKey("high", _number, "raised above this"),
        new ShapeKey("low", _number, "raised below this"),
        new ShapeKey("low_low", _number, "raised below this"),
        new ShapeKey("unit", _text, "UCUM code", IsRequired: true),
        new ShapeKey("standard", _text, "the pack's standard when left out"),
        new ShapeKey("edition", _text, "the pack's edition when left out"),
        new ShapeKey("clause", _text, "clause or table", IsRequired: true),
        new ShapeKey("valid_from", _date, "the pack's date when left out"),
        new ShapeKey("valid_to", _date, "last day it holds"),
        new ShapeKey("grade", new WordShape("A", "B", "C"), "A read in the standard, B two independent sources agree, C one source: ships disabled",
            IsRequired: true),
        new ShapeKey("deadband", new NumberShape(least: 0), "in the row's unit"),
        new ShapeKey("on_delay", _delay, "how long the value must be beyond the limit"),
        new ShapeKey("off_delay", _delay, "how long it must be back"),
        new ShapeKey("priority", NumberShape.Whole(1, 4), "1 critical to 4 low; 2 when left out"),
        new ShapeKey("note", _text, "what a person should know"));

    public static Shape File { get; } = new ObjectShape("limit_pack", ("a limit pack", "限值包"),
        new ShapeKey("limits", new PatternShape(NamePattern, ("a name such as gb-5749-2022", "名称，例如 gb-5749-2022")),
            "the pack's name: the file without .yaml", IsRequired: true),
        new ShapeKey("version", new PatternShape(@"^[0-9]+\.[0-9]+\.[0-9]+$", ("a version such as 1.0.0", "版本号，例如 1.0.0")), "semantic version of this file",
            IsRequired: true),
        new ShapeKey("label", LabelShape.Label, "what people call it"),
        new ShapeKey("standard", _text, "the standard its rows come from", IsRequired: true),
        new ShapeKey("edition", _text, "its edition", IsRequired: true),
        new ShapeKey("valid_from", _date, "when it came into force", IsRequired: true),
        new ShapeKey("notes", _text, "what it covers and what not"),
        new ShapeKey("rows", new ListShape(_row, 1, 1000), "the limits", IsRequired: true));
}
