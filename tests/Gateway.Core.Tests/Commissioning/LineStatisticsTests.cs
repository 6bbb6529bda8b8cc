using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Core.Tests.Commissioning;

public class LineStatisticsTests
{
    [Fact]
    public void Requests_and_answers_are_paired_and_what_lacks_its_pair_is_counted()
    {
        var statistics = new LineStatistics();
        var listener = new RtuListener();
        Assert.Null(Count("0303000200026429", 0));
        Assert.Equal(TimeSpan.FromMilliseconds(31), Count("030304B85240E6ECC8", 31));
        Assert.Null(Count("0303000200026429", 100));
        Assert.Null(Count("0303000200026429", 700));
        Assert.Equal(TimeSpan.FromMilliseconds(9), Count("0383026131", 709));
        Assert.Null(Count("030304B85240E6ECC8", 800));
        statistics.End();
        var unit = Assert.Single(statistics.Units);
        Assert.Equal((3, 3L, 2L, 1L, 1L), (unit.Unit, unit.Requests, unit.Answers, unit.Exceptions, unit.Unanswered));
        Assert.Equal((1L, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(31)), (statistics.Strays, unit.Mean, unit.Slowest));

        TimeSpan? Count(string hex, double ms) => statistics.Count(Assert.Single(listener.Hear(Convert.FromHexString(hex))), TimeSpan.FromMilliseconds(ms));
    }
}
