using Gateway.Core.Buffering;
using Gateway.Core.Receiving;
using Gateway.Testing;

namespace Gateway.Core.Tests.Receiving;

public sealed class ReceivedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("envgw1/default/w5", "w5", true)]
    [InlineData("envgw1/default/w5", "../../etc", true)]
    [InlineData("envgw1/default/w5", 300, false)]
    [InlineData(300, "w5", false)]
    public void A_name_that_no_folder_can_have_keeps_nothing_else_from_being_stored(object root, object gateway, bool isKept)
    {
        var store = new ReceivedStore(_folder.Path);
        Assert.Equal(isKept, store.Append(Message(Name(root), Name(gateway))));
        Assert.True(store.Append(Message("envgw1/default/other", "other")));
        store.Flush();
        Assert.Equal(isKept ? 2 : 1, new ReceivedStore(_folder.Path).Read().Count());
    }

    private static string Name(object name) => name is int length ? new string('x', length) : (string)name;

    private static ReceivedMessage Message(string root, string gateway) =>
        new(root, new SealedMessage(gateway, "k3f6x2qa", Lane.Live, 1, 1, []) { NewestMs = 1 }, "{}"u8.ToArray());
}
