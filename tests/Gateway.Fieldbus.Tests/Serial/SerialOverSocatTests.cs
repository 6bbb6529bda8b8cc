using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Tests.Transports;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialOverSocatTests : ConnectionTransportContract
{
    protected override async Task<IFarEnd> MakeFarEndAsync() => new Cable(await SocatPtyPair.StartAsync());

    [Fact]
    public async Task A_pulled_adapter_is_noticed_also_while_nobody_reads()
    {
        await OpenAsync();
        await FarEnd.GoAsync();
        await Patience.UntilAsync(() => !Transport.IsOpen);
        Assert.Equal(0, await Transport.ReadAsync(new byte[1], default));
    }

    private sealed class Cable(SocatPtyPair pair) : IFarEnd
    {
        private TerminalFile? _end;

        public ITransport Transport { get; } = new SerialTransport(pair.A, new(new(9600)));

        public Task AcceptAsync()
        {
            _end ??= new(pair.B);
            return Task.CompletedTask;
        }

        public Task SendAsync(ReadOnlyMemory<byte> bytes) => _end!.SendAsync(bytes);

        public Task<byte[]> ReceiveAsync(int count) => _end!.ReceiveAsync(count);

        public async Task GoAsync()
        {
            await pair.UnplugAsync();
            await (_end?.DisposeAsync() ?? default);
            _end = null;
        }

        public Task ReturnAsync() => pair.PlugAsync();

        public async ValueTask DisposeAsync()
        {
            await GoAsync();
            await pair.DisposeAsync();
        }
    }
}
