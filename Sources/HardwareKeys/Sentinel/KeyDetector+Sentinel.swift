import FIDO2
import SystemThreads
import USBBus

extension KeyDetector {
    /// How long the run-time may go on telling of a key that was pulled.
    private static let settling = Duration.seconds(3)
    private static let pause = Duration.milliseconds(300)

    /// Whether the device is a HASP or Sentinel key. Its descriptors carry no ID, and as the run-time may
    /// be at work with it at any time, it is neither opened nor reset: others tell its ID.
    func isSentinel(_ device: USBDevice) -> Bool {
        catalog.licenseKey(USBModel(of: device))?.driver == .sentinel
    }

    /// All HASP and Sentinel keys, with what is told of them.
    func sentinelKeys(in devices: [USBDevice]) -> [HardwareKey] {
        let end = ContinuousClock.now + Self.settling
        while true {
            let join = SentinelJoin(sentinels.toldKeys(), with: devices.count)
            guard join.isSettled || .now >= end else {
                SystemThread.pause(Self.pause)
                continue
            }
            let places = join.isAmbiguous ? devices.map(\.port).sorted() : []
            return join.sightings.enumerated().map { index, sighting in
                sentinelKey(sighting, in: devices[index % devices.count], places)
            }
        }
    }

    func sentinelKey(
        _ sighting: KeySighting, in device: USBDevice, _ places: [USBPortPath]
    ) -> HardwareKey {
        HardwareKey(
            device, catalog.licenseKey(USBModel(of: device)), sighting, places: places)
    }
}
