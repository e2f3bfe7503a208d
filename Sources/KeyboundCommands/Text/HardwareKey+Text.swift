import CommandLineFront
import HardwareKeys
import LicenseBinding
import USBBus
import VerdictText

extension HardwareKey {
    /// The key as `keys list` and `keys watch` show it to scripts.
    var json: JSONObject {
        JSONObject([
            "id": .optional(id?.description),
            "ids": ids.count > 1 ? .array(ids.map { .string($0.description) }) : nil,
            "vendorID": .string(USBNumber.text(device.vendorID)),
            "productID": .string(USBNumber.text(device.productID)),
            "maker": .optional(entry?.maker ?? device.manufacturer),
            "model": .optional(toldModel ?? entry?.name ?? device.product),
            "aaguid": model.map { .string($0.description) },
            "serial": .optional(device.serialNumber),
            "hexadecimal": id?.hexadecimal.map { .string($0) },
            "port": places.isEmpty ? .string(device.port.description) : .null,
            "ports": places.isEmpty ? nil : .strings(places.map(\.description)),
            "presenceFrom": isSentinel ? .string(isSeenByUSB ? "usb" : "runtime") : nil,
            "confirmed": isSentinel ? .bool(isConfirmed) : nil,
            "assurance": .optional(assurance?.rawValue), "state": .string(state.rawValue),
            "reason": .optional(reason),
        ])
    }

    /// The key for people: its ID, or what it looks like and why it shows none.
    var text: String {
        guard ids.isEmpty else { return ids.map(\.text).joined(separator: ", ") }
        return "\(name) at \(place) without a readable ID (\(state.rawValue))"
    }

    /// Why the key is not ready, and what would mend it.
    var reason: String? {
        guard state != .ready else { return nil }
        let details = [problem?.text ?? device.problem?.text, reset.text].compactMap(\.self)
        let detail = details.joined(separator: "; ")
        guard !detail.isEmpty else { return sentence }
        // Of a key that others tell of, what they say is what matters.
        return isSentinel
            ? detail.prefix(1).uppercased() + detail.dropFirst() + ". " + sentence
            : "\(sentence) (\(detail))"
    }
}

extension HardwareKey {
    /// What its state means and what would mend it.
    var sentence: String { isSentinel ? sentinelSentence : state.sentence }
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
            "A HASP or Sentinel key: only its maker's run-time knows its ID. Get the Sentinel LDK "
                + "run-time (aksusbd) from the program's publisher or from Thales "
                + "(cpl.thalesgroup.com, Sentinel drivers), install it, and look again."
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
