import HardwareKeys
import LicenseBinding
import USBBus

extension HardwareKey {
    /// The key as `keys list` and `keys watch` show it to scripts.
    var json: JSONObject {
        JSONObject([
            "id": .optional(id?.description),
            "ids": ids.count > 1 ? .array(ids.map { .string($0.description) }) : nil,
            "vendorID": .string(USBNumber.text(device.vendorID)),
            "productID": .string(USBNumber.text(device.productID)),
            "maker": .optional(entry?.maker ?? device.manufacturer),
            "model": .optional(entry?.name ?? device.product),
            "aaguid": model.map { .string($0.description) },
            "serial": .optional(device.serialNumber), "port": .string(device.port.description),
            "assurance": .optional(assurance?.rawValue), "state": .string(state.rawValue),
            "reason": .optional(reason),
        ])
    }

    /// The key for people: its ID, or what it looks like and why it shows none.
    var text: String {
        guard ids.isEmpty else { return ids.map(\.description).joined(separator: ", ") }
        return "\(name) at \(device.port) without a readable ID (\(state.rawValue))"
    }

    /// Why the key is not ready, and what would mend it.
    var reason: String? {
        guard state != .ready else { return nil }
        let details = [problem?.text ?? device.problem?.text, reset.text].compactMap(\.self)
        guard !details.isEmpty else { return state.sentence }
        return "\(state.sentence) (\(details.joined(separator: "; ")))"
    }
}

extension DeviceReset {
    fileprivate var text: String? {
        switch self {
        case .notTried: nil
        case .done: "it was reset"
        case .failed(let error): "it could not be reset: \(error.text)"
        }
    }
}

extension KeyState {
    var sentence: String {
        switch self {
        case .ready: "The key is ready."
        case .needsRuntime:
            "A HASP or Sentinel key: its USB descriptors carry no ID, and nothing here told it, "
                + "so no license can be bound to it yet."
        case .unenrolled:
            "A FIDO2 key that is not known here; to let licenses be bound to it: "
                + "keybound keys enroll"
        case .anonymous:
            "The key shows no serial number, so it cannot be told from another of its model, "
                + "and no license can be bound to it."
        case .noAccess:
            "This user may not open the key: install the udev rule (keybound keys udev-rules), "
                + "join the group keybound, and plug the key in again; keybound doctor tells "
                + "which of these is missing, or what else."
        case .busy: "The key does not answer: another program uses it, or it has to be replugged."
        case .duplicateID:
            "Two devices show this ID: one of them is a copy. Licenses bound to it are refused."
        }
    }
}

extension Assurance {
    var sentence: String {
        switch self {
        case .identified: "its ID can be read, and so imitated"
        case .signed: "it signs with a private key that never leaves it"
        }
    }
}
