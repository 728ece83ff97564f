import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Localized } from '../api/views';
import { en } from './en';
import { vi } from './vi';

export type Language = 'vi' | 'en';

const key = 'pe.lang';

export const storedLanguage = (): Language => (localStorage.getItem(key) === 'en' ? 'en' : 'vi');

export const setLanguage = async (language: Language) => {
  localStorage.setItem(key, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

export const startI18n = () => {
  document.documentElement.lang = storedLanguage();
  return i18next.use(initReactI18next).init({
    lng: storedLanguage(),
    fallbackLng: 'vi',
    resources: { vi: { translation: vi }, en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
};

/** Words in the language of the person; `of` picks it from a text of the server; `code` names a coded value, which stands for itself when it has no name. */
export const useWords = () => {
  const { t, i18n } = useTranslation();
  const language = (i18n.language === 'en' ? 'en' : 'vi') as Language;
  return {
    t,
    language,
    /** What was stored before it had two languages stands for itself. */
    of: (text: Localized | string | null | undefined) => (typeof text === 'string' ? text : (text?.[language] ?? '')),
    code: (group: string, value: string | null | undefined) => (value ? t(`${group}:${value}`, { defaultValue: value }) : ''),
  };
};
