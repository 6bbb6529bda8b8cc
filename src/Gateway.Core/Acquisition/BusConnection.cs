using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition;

/// <summary>The way to a bus.</summary>
/// <param name="Client">Makes the requests; owns its transport and is disposed by whoever made it.</param>
/// <param name="IsPresent">
/// Asked now and then while nothing is due on an open bus: false when its port has gone, so that this is noticed before the next poll. Null when only a
/// request can tell.
/// </param>
internal sealed record BusConnection(IModbusClient Client, Func<bool>? IsPresent = null);
