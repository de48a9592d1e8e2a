import { clsx, type ClassValue } from 'clsx'

/** Joins class lists; falsy parts drop out. */
export const cn = (...classes: readonly ClassValue[]): string => clsx(classes)
