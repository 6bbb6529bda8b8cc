using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Acquisition.Planning;

public class BlockPlannerTests
{
    private static DeviceModel Device(Func<DeviceModel, DeviceModel>? with = null)
    {
        var site = new SampleSite();
        return site.Device(site.Bus(), 1, with);
    }

    private static RegisterRange Hr(int address, int quantity = 1) => new(RegisterTable.HoldingRegister, (ushort)address, (ushort)quantity);

    private static RegisterRange Ir(int address, int quantity = 1) => new(RegisterTable.InputRegister, (ushort)address, (ushort)quantity);

    private static RegisterRange Coil(int address) => new(RegisterTable.Coil, (ushort)address, 1);

    private static IReadOnlyList<RegisterRange> Blocks(DeviceModel device, params RegisterRange[] needs) =>
        Ranges(BlockPlanner.Plan(device, PollGroup.InOrder(needs), new BadAddressFinder(device)));

    private static IReadOnlyList<RegisterRange> Ranges(ReadPlan plan) => [.. plan.Blocks.Select(b => b.Range)];

    [Fact]
    public void Neighbours_and_small_gaps_are_read_in_one_request() =>
        Assert.Equal([Hr(0, 13), Hr(22)], Blocks(Device(), Hr(2, 2), Hr(0), Hr(12), Hr(22)));

    [Fact]
    public void Without_a_gap_limit_nothing_unused_is_read() =>
        Assert.Equal([Hr(0, 2), Hr(3)], Blocks(Device(d => d with { GapLimit = 0 }), Hr(0), Hr(1), Hr(3)));

    [Fact]
    public void Tables_are_kept_apart() => Assert.Equal([Coil(0), Ir(0), Hr(0)], Blocks(Device(), Hr(0), Ir(0), Coil(0)));

    [Fact]
    public void A_device_that_answers_all_registers_by_one_function_is_asked_by_it()
    {
        var site = new SampleSite();
        var device = site.Device(
            site.Bus(),
            1,
            d => d with { ReadAllRegistersAs = RegisterTable.InputRegister },
            SampleSite.Point("a", SampleSite.Holding(0)),
            SampleSite.Point("b", new RegisterReference(Ir(1), RegisterType.UInt16)));
        var group = PollGroup.Of(device, site.PointsOf(device))[0];
        Assert.Equal([Ir(0, 2)], Ranges(BlockPlanner.Plan(device, group.Needs, new BadAddressFinder(device))));
    }

    [Fact]
    public void A_float_is_never_split_over_two_requests() =>
        Assert.Equal([Hr(0, 4), Hr(4, 2)], Blocks(Device(d => d with { MaximumRegisters = 5 }), Hr(0, 2), Hr(2, 2), Hr(4, 2)));

    [Fact]
    public void Requests_keep_the_largest_read() =>
        Assert.Equal(
            [Hr(0, 32), Hr(32, 32), Hr(64, 6)],
            Blocks(Device(d => d with { MaximumRegisters = 32 }), [.. Enumerable.Range(0, 70).Select(a => Hr(a))]));

    [Fact]
    public void An_exact_block_is_read_exactly_and_nothing_inside_it_otherwise() =>
        Assert.Equal(
            [Hr(0, 2), Hr(10, 20), Hr(30)],
            Blocks(Device(d => d with { ExactBlocks = [Hr(10, 20), Hr(100, 5)] }), Hr(0), Hr(1), Hr(12), Hr(20, 2), Hr(30)));

    [Fact]
    public void Even_starts_read_the_register_before() =>
        Assert.Equal([Hr(2, 4), Hr(20, 2)], Blocks(Device(d => d with { EvenStarts = true }), Hr(3), Hr(4, 2), Hr(21)));

    [Fact]
    public void Bits_bridge_the_same_bytes_as_registers() => Assert.Equal([new(RegisterTable.Coil, 0, 101)], Blocks(Device(), Coil(0), Coil(100)));

    [Fact]
    public void A_value_wider_than_the_largest_read_is_not_asked_for()
    {
        var device = Device(d => d with { MaximumRegisters = 1 });
        var plan = BlockPlanner.Plan(device, [Hr(0), Hr(4, 2)], new BadAddressFinder(device));
        Assert.Equal([Hr(0)], Ranges(plan));
        Assert.Equal([Hr(4, 2)], plan.Unreadable);
    }

    [Fact]
    public void A_group_holds_the_points_of_one_interval_and_what_explains_them()
    {
        var site = new SampleSite();
        var word = new StatusWord(SampleSite.Holding(50), [], null, ["a"]);
        var device = site.Device(
            site.Bus(),
            1,
            d => d with { StatusWords = [word] },
            SampleSite.Point(
                "b", SampleSite.Holding(9), d => d with { DecimalsFrom = SampleSite.Holding(60), SignFrom = SampleSite.Holding(61) }, TimeSpan.Zero),
            SampleSite.Point("a", SampleSite.Holding(5)),
            SampleSite.Point("c", SampleSite.Holding(5)));
        var groups = PollGroup.Of(device, site.PointsOf(device));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(1)], groups.Select(g => g.Every));
        Assert.Equal([Hr(9), Hr(60), Hr(61)], groups[0].Needs);
        Assert.Equal([Hr(5), Hr(50)], groups[1].Needs);
    }

    private sealed record Case(DeviceModel Device, IReadOnlyList<RegisterRange> Needs, HashSet<int> Bad);

    private static Gen<Case> Cases =>
        from values in Gen.Choose(0, 400).SelectMany(_ => Gen.Choose(1, 4), (address, width) => Hr(address, width)).ListOf(40)
        from maximum in Gen.Choose(4, 125)
        from gap in Gen.Choose(0, 20)
        from even in Gen.Elements(true, false)
        from exact in Gen.Choose(0, 380).SelectMany(_ => Gen.Choose(1, 20), (address, length) => Hr(address, length))
        from bad in Gen.Choose(0, 400).ListOf(4)
        select new Case(
            Device(d => d with { MaximumRegisters = maximum + 1, GapLimit = gap, EvenStarts = even, ExactBlocks = [exact] }),
            PollGroup.InOrder(values),
            [.. bad]);

    [Fact]
    public void Every_value_is_covered_by_one_lawful_request() =>
        Prop.ForAll(Cases.ToArbitrary(), c =>
        {
            var plan = BlockPlanner.Plan(c.Device, c.Needs, new BadAddressFinder(c.Device));
            var exact = c.Device.ExactBlocks[0];
            Assert.Empty(plan.Unreadable);
            Assert.All(c.Needs, v => Assert.Contains(Ranges(plan), b => b.Contains(v)));
            Assert.All(Ranges(plan), b => Assert.True(b.Quantity <= c.Device.MaximumRegisters || b == exact));
            Assert.All(Ranges(plan), b => Assert.True(!c.Device.EvenStarts || b.Address % 2 == 0 || b == exact));
            Assert.All(c.Needs.Where(exact.Contains), _ => Assert.Contains(exact, Ranges(plan)));
            Assert.All(Ranges(plan), b => Assert.True(LongestGap(b, c.Needs, exact) <= c.Device.GapLimit + 1 || b == exact));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Whatever_is_bad_is_found_the_rest_is_read_and_nothing_refused_is_asked_again() =>
        Prop.ForAll(Cases.ToArbitrary(), c =>
        {
            var device = new RefusingDevice(c.Bad, int.MaxValue);
            var finder = new BadAddressFinder(c.Device);
            device.Learn(c.Device, c.Needs, finder);
            var plan = BlockPlanner.Plan(c.Device, c.Needs, finder);
            Assert.All(Ranges(plan), b => Assert.True(device.Answers(b)));
            Assert.All(c.Needs.Except(plan.Unreadable), v => Assert.Contains(Ranges(plan), b => b.Contains(v)));
            Assert.All(plan.Unreadable, v => Assert.True(HoldsBad(c, v), $"{v} was given up"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static bool HoldsBad(Case c, RegisterRange value)
    {
        var asked = c.Device.ExactBlocks.FirstOrDefault(e => e.Contains(value), value);
        bool isMoved = asked == value && c.Device.EvenStarts && value.Address % 2 == 1;
        return c.Bad.Any(b => b >= asked.Address - (isMoved ? 1 : 0) && b < asked.End);
    }

    private static int LongestGap(RegisterRange block, IReadOnlyList<RegisterRange> needs, RegisterRange exact)
    {
        int longest = 0, end = block.Address;
        foreach (var value in needs.Where(v => block.Contains(v) && !exact.Contains(v)))
        {
            longest = Math.Max(longest, value.Address - end);
            end = Math.Max(end, value.End);
        }
        return longest;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(63)]
    [InlineData(99)]
    public void One_bad_address_of_a_hundred_is_found_in_about_twice_the_logarithm(int bad)
    {
        var needs = Enumerable.Range(0, 100).Select(a => Hr(a)).ToList();
        var device = new RefusingDevice([bad], int.MaxValue);
        var finder = new BadAddressFinder(Device());
        device.Learn(Device(), needs, finder);
        Assert.InRange(device.Requests, 1, 20);
        Assert.Equal([Hr(bad)], finder.Bad);
        var plan = BlockPlanner.Plan(Device(), needs, finder);
        Assert.InRange(plan.Blocks.Count, 1, 2);
        Assert.Equal(99, plan.Blocks.Sum(b => b.Range.Quantity));
    }

    [Fact]
    public void A_hole_between_two_good_values_is_not_bridged_again()
    {
        var device = new RefusingDevice([2], int.MaxValue);
        var finder = new BadAddressFinder(Device());
        device.Learn(Device(), [Hr(0), Hr(1), Hr(3), Hr(4)], finder);
        Assert.Empty(finder.Bad);
        Assert.Equal([Hr(0, 2), Hr(3, 2)], Ranges(BlockPlanner.Plan(Device(), [Hr(0), Hr(1), Hr(3), Hr(4)], finder)));
    }

    [Fact]
    public void A_smaller_largest_read_is_learned_from_exception_3()
    {
        var needs = Enumerable.Range(0, 100).Select(a => Hr(a)).ToList();
        var device = new RefusingDevice([], 30);
        var finder = new BadAddressFinder(Device());
        device.Learn(Device(), needs, finder);
        Assert.Equal(25, finder.Maximum(isBits: false));
        Assert.Empty(finder.Bad);
        Assert.Equal(4, BlockPlanner.Plan(Device(), needs, finder).Blocks.Count);
    }

    [Fact]
    public void Of_values_that_overlap_only_those_with_the_bad_address_are_given_up()
    {
        RegisterRange[] needs = [Hr(149, 4), Hr(152), Hr(152, 2), Hr(153, 2)];
        var device = new RefusingDevice([154], int.MaxValue);
        var finder = new BadAddressFinder(Device());
        device.Learn(Device(), needs, finder);
        Assert.Equal([Hr(153, 2)], finder.Bad);
    }

    [Fact]
    public void What_was_found_can_be_forgotten_and_found_again_without_being_news()
    {
        var finder = new BadAddressFinder(Device());
        var five = new ReadBlock(Hr(5), [Hr(5)]);
        Assert.Equal(Hr(5), finder.AddressRefused(five));
        Assert.True(finder.HasFindings && finder.Refuses(Hr(0, 10)));
        finder.Forget();
        Assert.False(finder.HasFindings || finder.Refuses(Hr(0, 10)));
        Assert.Null(finder.AddressRefused(five));
    }

    /// <summary>A device that refuses reads which touch a bad address (02) or are too long (03).</summary>
    private sealed class RefusingDevice(HashSet<int> bad, int longest)
    {
        public int Requests { get; private set; }

        public bool Answers(RegisterRange block) => block.Quantity <= longest && !bad.Any(b => b >= block.Address && b < block.End);

        /// <summary>Reads as the poller does: pass by pass, each block once, until nothing new is learned.</summary>
        public void Learn(DeviceModel model, IReadOnlyList<RegisterRange> needs, BadAddressFinder finder)
        {
            var answered = new List<RegisterRange>();
            for (int pass = 0; pass < 500; pass++)
            {
                bool isRefused = false;
                foreach (var block in BlockPlanner.Plan(model, needs, finder).Blocks.Where(b => !answered.Any(a => a.Contains(b.Range))))
                {
                    Requests++;
                    if (Answers(block.Range))
                    {
                        answered.Add(block.Range);
                        continue;
                    }
                    isRefused = true;
                    if (block.Range.Quantity > longest) finder.QuantityRefused(block);
                    else finder.AddressRefused(block);
                }
                if (!isRefused && !finder.SearchEnded()) return;
            }
            Assert.Fail("the search does not end");
        }
    }
}
