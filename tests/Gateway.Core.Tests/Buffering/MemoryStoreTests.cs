using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class MemoryStoreTests : StoreContract
{
    private protected override IStore OpenNew()
    {
        var store = new MemoryStore(1 << 20);
        store.Open();
        return store;
    }
}
