// swift-tools-version: 6.2
import PackageDescription

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "keybound",
    products: [
        .executable(name: "keybound", targets: ["keybound"]),
        .executable(name: "keybound-center", targets: ["keybound-center"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // Front doors: wire things together.
        .executableTarget(name: "keybound", dependencies: ["CommandLineFront", "KeyboundCommands"]),
        .executableTarget(name: "keybound-center", dependencies: ["CenterCommands", "CommandLineFront"]),
        .target(
            name: "KeyboundCommands",
            dependencies: [
                "CommandLineFront", "FileSystem", "HardwareKeys", "LicenseBinding",
                "LicenseStore", "MachineIdentity", "USBBus", argumentParser,
            ]),
        .target(
            name: "CenterCommands",
            dependencies: [
                "CommandLineFront", "FileSystem", "HardwareKeys", "LicenseBinding",
                argumentParser, crypto,
            ]),
        .target(
            name: "CommandLineFront",
            dependencies: [
                "FileSystem", "LicenseBinding", "LicenseStore", argumentParser, logging,
            ]),

        // Services and adapters: I/O.
        .target(name: "LicenseStore", dependencies: ["FileSystem", "LicenseBinding"]),
        .target(
            name: "HardwareKeys", dependencies: ["FileSystem", "LicenseBinding", "USBBus"],
            resources: [.embedInCode("Resources/catalog.json")]),
        .target(name: "MachineIdentity", dependencies: ["FileSystem", "LicenseBinding"]),
        .target(name: "USBBus", dependencies: ["CLibUSB", "FileSystem", logging]),
        .systemLibrary(
            name: "CLibUSB", pkgConfig: "libusb-1.0",
            providers: [.apt(["libusb-1.0-0-dev"])]),
        .target(name: "FileSystem"),

        // Rules: no I/O, no clock, no thread.
        .target(name: "LicenseBinding", dependencies: [crypto]),
    ]
)

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
    if target.name == "USBBus" { target.swiftSettings?.append(.strictMemorySafety()) }
}
