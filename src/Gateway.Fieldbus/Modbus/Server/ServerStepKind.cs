namespace Gateway.Fieldbus.Modbus.Server;

internal enum ServerStepKind
{
    Answered,
    NeedMore,
    OutOfStep,
}
