import HardwareKeys
import LicenseBinding
import USBBus

/// Where a bound key is now.
enum KeyPlace {
    case port(HardwareKey)
    /// It may be this one, which does not say so now.
    case perhaps(HardwareKey)
    case absent

    init(of id: KeyID, among present: [HardwareKey]) {
        if let key = present.first(where: { $0.ids.contains(id) }) {
            self = .port(key)
        } else if let key = present.first(where: { $0.mayBe(id) }) {
            self = .perhaps(key)
        } else {
            self = .absent
        }
    }

    var text: String {
        switch self {
        case .port(let key): "at \(key.place), \(key.state.rawValue)"
        case .perhaps(let key): "perhaps at \(key.place), \(key.state.rawValue)"
        case .absent: "absent"
        }
    }

    /// Not known, and so `null`, where it may be there.
    var isPresent: JSONValue {
        switch self {
        case .port: .bool(true)
        case .perhaps: .null
        case .absent: .bool(false)
        }
    }

    /// Its port; none where the run-time does not say which.
    var port: String? {
        key.flatMap { $0.places.isEmpty ? $0.device.port.description : nil }
    }

    var key: HardwareKey? {
        switch self {
        case .port(let key), .perhaps(let key): key
        case .absent: nil
        }
    }
}
