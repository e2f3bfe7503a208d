import Testing

@testable import USBBus

struct DurationTests {
    @Test(
        arguments: [
            (.milliseconds(50), 50), (.seconds(1.5), 1500), (.zero, 1), (.microseconds(5), 1),
            (.seconds(-3), 1), (.seconds(1_000_000), 86_400_000),
        ] as [(Duration, UInt32)])
    func `a time is never libusb's "for ever"`(time: Duration, milliseconds: UInt32) {
        #expect(time.milliseconds == milliseconds)
    }
}
