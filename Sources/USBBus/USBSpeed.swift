/// How fast a device and its host talk.
package enum USBSpeed: String, Hashable, Sendable {
    case unknown
    /// 1.5 Mbit/s.
    case low
    /// 12 Mbit/s.
    case full
    /// 480 Mbit/s.
    case high
    /// 5 Gbit/s.
    case `super`
    /// 10 Gbit/s.
    case superPlus
}
