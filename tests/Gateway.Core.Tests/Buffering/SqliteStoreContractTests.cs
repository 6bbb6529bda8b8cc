using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class SqliteStoreContractTests : StoreContract
{
    private readonly StoreFolder _folder = new();

    private protected override IStore OpenNew() => _folder.Open(maximumBytes: 2 << 20);

    private protected override void CleanUp() => _folder.Dispose();
}
