using System.Text.Json;
using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public class LeaseRequestTests
{
    [Fact]
    public void Who_says_nothing_of_himself_is_nobody_and_no_exception()
    {
        var request = JsonSerializer.Deserialize("{}", LocalApiJson.Default.LeaseRequest)!;
        Assert.Equal(("", ""), (LeaseRequest.Tame(request.User), LeaseRequest.Tame(request.Command)));
    }

    [Fact]
    public void What_a_borrower_says_stays_on_one_line_of_the_log() => Assert.Equal("root  evil", LeaseRequest.Tame("root\r\nevil"));
}
