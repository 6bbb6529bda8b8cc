using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gateway.Fieldbus.Serial.Native;

/// <summary>The kernel's <c>struct serial_rs485</c> (linux/serial.h), 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rs485Structure
{
    public const uint Enabled = 1 << 0; // SER_RS485_ENABLED
    public const uint RtsOnSend = 1 << 1; // SER_RS485_RTS_ON_SEND
    public const uint RtsAfterSend = 1 << 2; // SER_RS485_RTS_AFTER_SEND
    public const uint ReceiveDuringSend = 1 << 4; // SER_RS485_RX_DURING_TX

    public uint Flags;

    /// <summary>Milliseconds.</summary>
    public uint DelayBeforeSend;

    /// <summary>Milliseconds.</summary>
    public uint DelayAfterSend;

    public FiveNumbers Reserved;

    [InlineArray(5)]
    public struct FiveNumbers
    {
        private uint _first;
    }
}
