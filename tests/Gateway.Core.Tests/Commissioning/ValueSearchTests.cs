using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Commissioning;

public class ValueSearchTests
{
    [Fact]
    public void The_session_of_the_guide_the_float_and_its_late_twin()
    {
        // 7.21 as CDAB at 2-3; the float behind it begins with 0000, as 24.5 does.
        var found = Find("0000 0000 B852 40E6 0000 41C4", "7.21", "ph");
        Assert.Equal(("hr:2", "float32 CDAB", 7.21), (Place(found[0]), found[0].As.Text, found[0].Last.Value));
        Assert.Equal(["equal to what you see", "plausible for pH"], Said(found[0]));
        Assert.Equal(("hr:3", "float32 ABCD", 7.1875), (Place(found[1]), found[1].As.Text, found[1].Last.Value));
        Assert.Equal("equal to 2 digits only: shares the high word of the CDAB at 2, low word belongs to the next value; plausible for pH",
            string.Join("; ", Said(found[1])));
    }

    [Fact]
    public void The_trap_that_even_rounds_to_what_is_shown_stands_second()
    {
        // 24.6 as CDAB at 2-3, and 7.21 behind it: read one register late, 24.6 is 24.59, which a display with one decimal shows as 24.6.
        var found = Find("0000 0000 CCCD 41C4 B852 40E6", "24.6", "water_temperature");
        Assert.Equal(("hr:2", "float32 CDAB", 24.6), (Place(found[0]), found[0].As.Text, found[0].Last.Value));
        var late = Assert.Single(found, candidate => Place(candidate) == "hr:3" && candidate.As.Text == "float32 ABCD");
        Assert.Equal(24.59, late.Last.Value);
        Assert.True(late.Doubt >= found[0].Doubt + 2);
        Assert.Contains("low word belongs to the next value", Said(late)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02D1", "7.21", "uint16 AB", -2)]
    [InlineData("D102", "7.21", "uint16 BA", -2)]
    [InlineData("FF06", "-25.0", "int16 AB", -1)]
    [InlineData("80FA", "-25.0", "sign_magnitude16 AB", -1)]
    [InlineData("0721", "7.21", "bcd16 AB", -2)]
    [InlineData("0012 D687", "1234567", "uint32 ABCD", 0)]
    [InlineData("D687 0012", "1234567", "uint32 CDAB", 0)]
    [InlineData("41C4 CCCD", "24.6", "float32 ABCD", 0)]
    [InlineData("C441 CDCC", "24.6", "float32 BADC", 0)]
    [InlineData("CDCC C441", "24.6", "float32 DCBA", 0)]
    [InlineData("4038 999A", "2884", "float32 ABCD", 3)]
    [InlineData("401C D70A 3D70 A3D7", "7.21", "float64 ABCDEFGH", 0)]
    public void A_value_is_found_in_the_form_it_has(string hex, string shown, string form, int exponent)
    {
        var found = Find(hex, shown, null);
        Assert.Contains(found, candidate => candidate.Address == 0 && candidate.As.Text == form && candidate.Exponent == exponent && candidate.IsEqual);
    }

    [Fact]
    public void The_plain_form_stands_first()
    {
        Assert.Equal("uint16 AB", Find("0000 02D1 0000", "7.21", "ph")[0].As.Text);
        Assert.Equal("float32 ABCD", Find("41C4 CCCD", "24.6", null)[0].As.Text);
    }

    [Fact]
    public void Registers_that_are_all_zero_prove_nothing() => Assert.Empty(Find("0000 0000 0000 0000", "0.001", null));

    [Fact]
    public void A_long_integer_whose_high_word_is_zero_says_so()
    {
        var long32 = Assert.Single(Find("0000 02D1", "721", null), candidate => candidate.As.Text == "uint32 ABCD" && candidate.Exponent == 0);
        Assert.Contains("the high word is 0, so it may be the 16 bits at 1 alone", Said(long32));
    }

    [Fact]
    public void What_the_quantity_cannot_be_stands_behind_what_it_can()
    {
        var found = Find("02D1", "721", "ph");
        Assert.Contains("not possible for pH", Said(found[0]));
        Assert.True(found[0].Doubt >= 5);
    }

    [Fact]
    public void A_value_that_jumps_between_samples_is_doubted()
    {
        var shown = Shown("7.21");
        var first = ValueSearch.Find([Registers.Holding(0, "02D1 02D1")], shown, null);
        var sampled = ValueSearch.Ranked(SecondReading.Sampled(first, [Registers.Holding(0, "02D2 0999")]), shown, null);
        Assert.Equal("hr:0", Place(sampled[0]));
        var jumping = sampled.First(candidate => candidate.Address == 1 && candidate.As.Type == RegisterType.UInt16);
        Assert.Contains("jumps between 7.21 and 24.57", Said(jumping));
    }

    [Fact]
    public void A_second_reading_with_another_value_leaves_the_right_one()
    {
        var first = ValueSearch.Find([Registers.Holding(2, "B852 40E6 0000 41C4")], Shown("7.21"), "ph");
        Assert.True(first.Count > 1);
        // The probe is in another buffer: 4.01 is 4080 51EC.
        var left = SecondReading.Remaining(first, [Registers.Holding(2, "51EC 4080 0000 41C4")], Shown("4.01"), "ph");
        var only = Assert.Single(left);
        Assert.Equal(("hr:2", "float32 CDAB"), (Place(only), only.As.Text));
        Assert.Equal([("B852 40E6", 7.21), ("51EC 4080", 4.01)], only.Samples.Select(sample => (sample.Registers, sample.Value)));
    }

    [Fact]
    public void A_second_reading_that_fits_nothing_leaves_nothing()
    {
        var first = ValueSearch.Find([Registers.Holding(2, "B852 40E6")], Shown("7.21"), "ph");
        Assert.Empty(SecondReading.Remaining(first, [Registers.Holding(2, "B852 40E6")], Shown("4.01"), "ph"));
    }

    [Fact]
    public void A_value_in_any_form_at_any_place_among_noise_is_among_the_candidates() =>
        Prop.ForAll(Hidden().ToArbitrary(), hidden =>
        {
            var shown = Shown(hidden.Shown);
            var found = ValueSearch.Find([new RegisterRun(RegisterTable.InputRegister, 100, hidden.Bytes)], shown, null);
            // The noise around may be equal too, and is then listed before it; what must not happen is that the right one is missing.
            return found.Count == ValueSearch.MostKept || found.Any(candidate =>
                candidate.Address == 100 + hidden.At && candidate.IsEqual && shown.IsShownFor(candidate.Last.Value)
                && candidate.As.Registers == hidden.Way.Registers && (candidate.As == hidden.Way || IsTwin(candidate.As, hidden.Way)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>The unsigned type that a number without its sign bit is listed as.</summary>
    private static bool IsTwin(Interpretation listed, Interpretation hidden) =>
        listed.Order == hidden.Order && listed.Type is RegisterType.UInt16 or RegisterType.UInt32;

    private static Gen<HiddenValue> Hidden() =>
        from type in Gen.Elements(RegisterType.UInt16, RegisterType.Int16, RegisterType.UInt32, RegisterType.Int32, RegisterType.Float32)
        from order in Gen.Elements([.. Interpretation.OrdersOf(type)])
        from raw in Gen.Choose(1, 30_000)
        from exponent in Gen.Choose(-3, type == RegisterType.Float32 ? 0 : 3)
        from at in Gen.Choose(0, 16)
        from noise in Gen.ArrayOf(Gen.Choose(0, 255), 40)
        select HiddenValue.Of(new Interpretation(type, order), raw, exponent, at, [.. noise.Select(b => (byte)b)]);

    private static IReadOnlyList<Candidate> Find(string hex, string shown, string? quantity) =>
        ValueSearch.Find([Registers.Holding(0, hex)], Shown(shown), quantity);

    private static ShownValue Shown(string text) => ShownValue.TryParse(text, out var shown) ? shown : throw new ArgumentException(text);

    private static string Place(Candidate candidate) => RegisterText.Short(candidate.Table, candidate.Address);

    private static List<string> Said(Candidate candidate) => [.. candidate.Why.Select(reason => reason.Said.English).Where(said => said.Length > 0)];
}
