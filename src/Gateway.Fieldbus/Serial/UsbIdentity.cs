namespace Gateway.Fieldbus.Serial;

/// <summary>What a USB adapter says of itself; the two identifiers are four hexadecimal digits. Cheap adapters share a serial number, or have none.</summary>
public sealed record UsbIdentity(string VendorId, string ProductId, string? Manufacturer, string? Product, string? SerialNumber);
