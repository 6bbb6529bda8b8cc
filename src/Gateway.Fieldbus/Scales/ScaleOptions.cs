namespace Gateway.Fieldbus.Scales;

/// <summary>What a protocol leaves to the device's menu, or to the technician who describes a device.</summary>
public sealed record ScaleOptions
{
    public CheckSumUse CheckSum { get; init; }

    /// <summary>The scale that is listened to or polled, as the protocol counts addresses; null where there is only one, or where each poll names it.</summary>
    public int? Address { get; init; }

    /// <summary>Where the decimal point is when a weight is sent without one, 0 to 9.</summary>
    public int Decimals { get; init; }

    /// <summary>The unit of frames that name none.</summary>
    public ScaleUnit Unit { get; init; }

    /// <summary>Whether bit 7 of each byte is parity and to be dropped, as when a 7E1 scale is read through an 8N1 port; null as the protocol needs.</summary>
    public bool? MaskParity { get; init; }

    /// <summary>What a poll sends, in the protocol's own words and in this order (<c>SI</c>, <c>TA</c>); empty for the protocol's usual one.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>What makes the scale talk on and on; null for the protocol's own word, empty where it does so by itself.</summary>
    public string? StreamCommand { get; init; }

    /// <summary>Described protocol only: the frame without its delimiters, a .NET regular expression with named groups.</summary>
    public string? Pattern { get; init; }

    /// <summary>Described protocol only: what a frame begins with; empty for nothing.</summary>
    public string Start { get; init; } = "";

    /// <summary>What lines end with, both ways, where the device's menu or a description chooses it; 1 to 4 characters.</summary>
    public string End { get; init; } = "\r\n";

    /// <summary>Described protocol only: what asks for a weight, delimiters included; <c>{address}</c> and <c>{address:00}</c> stand for the
    /// scale's address. Null where the scale talks by itself.</summary>
    public string? Poll { get; init; }

    /// <summary>Described protocol only, and only for simulation: how the device builds a frame without its delimiters, such as
    /// <c>{stable?ST:US},{net?NT:GS},{weight:8}{unit}</c>; <c>{overload?OL:  }</c> where it tells one.</summary>
    public string? Template { get; init; }

    /// <summary>Described protocol only: bytes of the longest frame, delimiters included, 2 to 256.</summary>
    public int MaximumFrame { get; init; } = 80;

    /// <summary>Described protocol only: how a negative weight is written.</summary>
    public SignStyle NegativeSign { get; init; }
}
