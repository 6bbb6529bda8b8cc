using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Checks how a profile's points lie in the registers: no two share any by mistake, none is torn by a block or too wide for one answer.</summary>
internal sealed class PointLayout(SourceFile file, ProblemList problems, MapNode points, ProfileModel profile)
{
    public void Check()
    {
        foreach (var point in profile.Points) CheckAlone(point);
        var sorted = profile.Points.OrderBy(point => point.Decoding.Reference.Range.Table).ThenBy(point => point.Decoding.Reference.Range.Address).ToList();
        for (int i = 0; i < sorted.Count; i++)
        {
            var range = sorted[i].Decoding.Reference.Range;
            for (int j = i + 1; j < sorted.Count; j++)
            {
                var other = sorted[j].Decoding.Reference.Range;
                if (other.Table != range.Table || other.Address >= range.End) break;
                CheckPair(sorted[i], sorted[j]);
            }
        }
    }

    private void CheckAlone(ProfilePoint point)
    {
        var range = point.Decoding.Reference.Range;
        int most = profile.ExactBlocks.Where(block => block.Contains(range)).Select(block => (int)block.Quantity).FirstOrDefault(profile.MaximumRegisters);
        if (!range.IsBits && range.Quantity > most)
            problems.Add(file.Problem(ProfileProblems.TooWide, Place(point), Wording.Quoted(point.Name), range.Quantity, most));
        if (profile.EvenStarts && range.Address % 2 == 1 && range.Quantity > 1)
            problems.Add(file.Problem(ProfileProblems.OddStart, Place(point), Wording.Quoted(point.Name)));
        if (profile.ExactBlocks.Any(block => block.Table == range.Table && block.Address < range.End && range.Address < block.End && !block.Contains(range)))
            problems.Add(file.Problem(ProfileProblems.SplitByBlock, Place(point), point.Name));
    }

    private void CheckPair(ProfilePoint one, ProfilePoint two)
    {
        if (IsPart(one) && IsPart(two)) return;
        var (first, second) = Order(one) <= Order(two) ? (one, two) : (two, one);
        var reference = second.Decoding.Reference;
        bool isSame = reference.Range == first.Decoding.Reference.Range;
        if (isSame && (IsPart(one) || IsPart(two))) return;
        var kind = isSame ? ProfileProblems.SameRegisters : ProfileProblems.Overlap;
        problems.Add(file.Problem(kind, Place(second), first.Name, second.Name, RegisterTypeText.Of(reference.Type), reference.Range.Quantity) with
        {
            Note = Uses(second),
            Related = new RelatedPlace(file.Name, Place(first), Uses(first)),
        });
    }

    /// <summary>Bits, masked parts and single bytes may share their register.</summary>
    private static bool IsPart(ProfilePoint point) =>
        point.Decoding.Reference.Mask is not null || point.Decoding.Reference.Type is RegisterType.HighByte or RegisterType.LowByte;

    private static Wording Uses(ProfilePoint point)
    {
        var reference = point.Decoding.Reference;
        string text = $"{RegisterTypeText.Of(reference.Type)}, {RegisterText.Of(reference.Range)}";
        return text;
    }

    private int Order(ProfilePoint point) => Place(point).Line;

    private TextSpan Place(ProfilePoint point) => (points[point.Name] as MapNode)?.Scalar("read")?.Span ?? TextSpan.Start;
}
