import LicenseBinding
import USBBus

/// License keys that are known by their USB serial number. The kernel tells it to everybody; only
/// a device whose number the kernel could not read is opened.
struct SerialDriver {
    /// Looks at a device; blocks for seconds where the device itself has to be asked.
    /// - Parameter mayReset: whether a device that does not answer may be reset, once.
    func sighting(of device: USBDevice, mayReset: Bool) -> KeySighting {
        if let serial = device.serialNumber { return sighting(of: device, showing: serial) }
        guard device.declaresSerialNumber else { return KeySighting(state: .anonymous) }
        do throws(USBError) {
            return ask(try device.open(), of: device, mayReset: mayReset)
        } catch {
            return sighting(failing: error)
        }
    }

    private func ask(
        _ handle: consuming USBHandle, of device: USBDevice, mayReset: Bool
    ) -> KeySighting {
        do throws(USBError) {
            return sighting(of: device, showing: try handle.serialNumber())
        } catch {
            guard error.isSilence, mayReset else { return sighting(failing: error) }
            return reset(handle, of: device, after: error)
        }
    }

    private func reset(
        _ handle: consuming USBHandle, of device: USBDevice, after silence: USBError
    ) -> KeySighting {
        do throws(USBError) {
            try handle.reset()
        } catch {
            return sighting(failing: silence, reset: .failed(error))
        }
        do throws(USBError) {
            let serial = try device.open().serialNumber()
            return sighting(of: device, showing: serial, reset: .done)
        } catch {
            return sighting(failing: error, reset: .done)
        }
    }

    private func sighting(
        of device: USBDevice, showing serial: String?, reset: DeviceReset = .notTried
    ) -> KeySighting {
        guard let serial, serial.contains(where: { !$0.isWhitespace }) else {
            return KeySighting(state: .anonymous, reset: reset)
        }
        let id = KeyID.usb(vendor: device.vendorID, product: device.productID, serial: serial)
        return KeySighting(id: id, state: .ready, reset: reset)
    }

    /// A serial number that could not be read is no serial number that is not there.
    private func sighting(
        failing problem: USBError, reset: DeviceReset = .notTried
    ) -> KeySighting {
        let state: KeyState =
            switch problem {
            case .descriptorRefused, .descriptorMalformed: .anonymous
            case let problem where problem.isAccessRefused: .noAccess
            case .startFailed, .threadFailed, .listFailed, .openFailed, .nodeAbsent,
                .deviceGone, .deviceChanged, .claimFailed, .resetFailed, .transferFailed:
                .busy
            }
        return KeySighting(state: state, problem: .usb(problem), reset: reset)
    }
}
