import CLibUSB

/// Finds the strings of one device: those that sysfs has, and only the rest from the device.
struct USBStringReader {
    /// What was found, and the first thing that went wrong.
    struct Finding {
        var texts: [SysfsString: String] = [:]
        var problem: USBError?

        var strings: USBStrings {
            USBStrings(
                manufacturer: texts[.manufacturer], product: texts[.product],
                serialNumber: texts[.serialNumber])
        }
    }

    let reference: USBReference
    /// The same device, if it is still there.
    let sysfs: SysfsDevice?

    /// Blocks for little more than a second if the device does not answer.
    func read() -> Finding {
        var finding = Finding()
        var missing: [(SysfsString, UInt8)] = []
        for (name, index) in declared {
            if let text = sysfs?.string(name) {
                finding.texts[name] = text
            } else if index != 0 {
                missing.append((name, index))
            }
        }
        guard !missing.isEmpty else { return finding }
        if sysfs == nil {
            finding.problem = .deviceGone(reference.address)
        } else {
            ask(for: missing, into: &finding)
        }
        return finding
    }

    private var declared: [(SysfsString, UInt8)] {
        let descriptor = reference.descriptor
        return [
            (.manufacturer, descriptor.iManufacturer), (.product, descriptor.iProduct),
            (.serialNumber, descriptor.iSerialNumber),
        ]
    }

    private func ask(for names: [(SysfsString, UInt8)], into finding: inout Finding) {
        do throws(USBError) {
            let handle = try USBHandle(opening: reference)
            let language = try handle.language()
            for (name, index) in names {
                do throws(USBError) {
                    finding.texts[name] = try handle.string(index, language: language)
                } catch {
                    guard error.isAnswer else { throw error }
                    finding.problem = finding.problem ?? error
                }
            }
        } catch {
            finding.problem = finding.problem ?? error
        }
    }
}

extension USBError {
    /// Whether the device did answer, so that another question is worth its time.
    fileprivate var isAnswer: Bool {
        switch self {
        case .descriptorMalformed: true
        case .transferFailed(_, let code): code == LIBUSB_ERROR_PIPE.rawValue
        case .startFailed, .threadFailed, .listFailed, .openFailed, .deviceGone, .deviceChanged,
            .descriptorRefused:
            false
        }
    }
}
