namespace Gateway.Core.Documents.Shapes;

/// <summary>A label: one text for all languages, or one for each.</summary>
internal static class LabelShape
{
    public static Shape Label { get; } = new ByKindShape(("a text or { en: …, zh: … }", "文本或 { en: …, zh: … }"),
        scalar: new TextShape(200),
        map: new ObjectShape("label", ("a label", "标签"),
            new ShapeKey("en", new TextShape(200), "English", IsRequired: true),
            new ShapeKey("zh", new TextShape(200), "Simplified Chinese")));
}
